/** A media type with its parameters, names in lower case. */
export interface MediaType {
  /** `application/json` without parameters; a range such as `text/*` too. */
  readonly essence: string;
  readonly charset: string | null;
  readonly boundary: string | null;
}

export function parseMediaType(text: string): MediaType {
  const [essence = '', ...parameters] = text.split(';').map((part) => part.trim());
  const parameter = (name: string) =>
    parameters
      .find((one) => one.toLowerCase().startsWith(`${name}=`))
      ?.slice(name.length + 1)
      .replace(/^"(.*)"$/, '$1') ?? null;
  return { essence: essence.toLowerCase(), charset: parameter('charset')?.toLowerCase() ?? null, boundary: parameter('boundary') };
}

const textual: ReadonlySet<string> = new Set([
  'application/xml',
  'application/yaml',
  'application/x-yaml',
  'application/javascript',
  'application/graphql',
  'application/sql',
  'application/x-ndjson',
  'application/jsonl',
  'application/json-seq',
]);

export function isJson(essence: string): boolean {
  return /^[^/]+\/(?:json|x-json|[^/]+\+json)$/.test(essence);
}

/** How a body of a media type is handed over: JSON as itself, text as text, anything else as base64. */
export function kindOf(essence: string): 'json' | 'text' | 'binary' | 'any' {
  if (essence === '*/*' || essence === 'application/*') return 'any';
  if (isJson(essence)) return 'json';
  if (essence.startsWith('text/') || textual.has(essence) || /\+(?:xml|yaml)$/.test(essence)) return 'text';
  return 'binary';
}

/** Whether a media type that came is one that was described. */
export function fits(came: string, described: string): boolean {
  if (described === '*/*' || came === described) return true;
  const [type = ''] = described.split('/');
  return described.endsWith('/*') && came.startsWith(`${type}/`);
}
