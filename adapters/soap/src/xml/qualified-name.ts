/** A name with its namespace; the namespace is empty for names that have none. */
export interface QualifiedName {
  readonly namespace: string;
  readonly local: string;
}

/** `{namespace}local`, or `local` alone when there is no namespace. */
export function clark({ namespace, local }: QualifiedName): string {
  return namespace === '' ? local : `{${namespace}}${local}`;
}

/** Reads `{namespace}local` or `local`; `null` for anything that cannot be a name. */
export function fromClark(text: string): QualifiedName | null {
  const [, namespace = '', local = ''] = /^(?:\{([^{}]*)\})?([^{}]+)$/.exec(text) ?? [];
  return isNcName(local) ? { namespace, local } : null;
}

export function sameName(one: QualifiedName, other: QualifiedName): boolean {
  return one.local === other.local && one.namespace === other.namespace;
}

const nameStart = 'A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}\\u{2070}-\\u{218F}';
const nameStartRest = '\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';

/** Characters that begin a name without a colon, and those that go on, as inside of a character class with the `u` flag (XML 1.0, fifth edition). */
export const nameCharacters = {
  start: `${nameStart}${nameStartRest}`,
  rest: `${nameStart}${nameStartRest}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}`,
} as const;

const ncName = new RegExp(`^[${nameCharacters.start}][${nameCharacters.rest}]*$`, 'u');

/** Whether a text is a name without a colon. */
export function isNcName(text: string): boolean {
  return ncName.test(text);
}

/** A name without a colon, as a pattern with the `u` flag. */
export const ncNamePattern = `[${nameCharacters.start}][${nameCharacters.rest}]*`;

/** `{namespace}local` or `local`, as a pattern with the `u` flag. */
export const clarkPattern = `(?:\\{[^{}]*\\})?${ncNamePattern}`;

const xmlns = 'http://www.w3.org/2000/xmlns/';

/** The attribute that a key such as `@{namespace}local` names; `null` for what declares a prefix rather than being an attribute. */
export function fromAttributeKey(key: string): QualifiedName | null {
  const name = key.startsWith('@') ? fromClark(key.slice(1)) : null;
  return name && name.namespace !== xmlns && !(name.namespace === '' && name.local === 'xmlns') ? name : null;
}
