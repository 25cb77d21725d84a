import { SaxesParser } from 'saxes';

/** Where the rows of a tree are, and what they hold: paths below a row with their values. */
export interface GuessedTree {
  readonly row: string;
  readonly columns: readonly { readonly from: string; readonly values: readonly string[] }[];
}

/** The element that comes most often and has something below it, in the beginning of an XML file; `null` when nothing repeats. */
export function guessXml(text: string): GuessedTree | null {
  const counts = new Map<string, number>();
  const parents = new Set<string>();
  walkXml(text, {
    open(path, attributes) {
      counts.set(path.join('/'), (counts.get(path.join('/')) ?? 0) + 1);
      if (path.length > 1) parents.add(path.slice(0, -1).join('/'));
      if (Object.keys(attributes).length > 0) parents.add(path.join('/'));
    },
  });
  const repeated = [...counts].filter(([path, count]) => count > 1 && parents.has(path) && path.includes('/'));
  // Of nested ones the outermost is the row.
  const row = repeated.toSorted(([one], [other]) => one.split('/').length - other.split('/').length || counts.get(other)! - counts.get(one)!)[0]?.[0];
  if (row === undefined) return null;
  const depth = row.split('/').length;
  const columns = new Map<string, string[]>();
  const add = (from: string, value: string) => void columns.set(from, [...(columns.get(from) ?? []), value]);
  const inside = (path: readonly string[]) => path.slice(0, depth).join('/') === row;
  walkXml(text, {
    open(path, attributes) {
      if (!inside(path)) return;
      for (const [name, value] of Object.entries(attributes))
        if (!name.startsWith('xmlns')) add([...path.slice(depth), `@${localName(name)}`].join('/'), value);
    },
    close(path, value) {
      if (inside(path) && path.length > depth && !parents.has(path.join('/'))) add(path.slice(depth).join('/'), value);
    },
  });
  return { row, columns: [...columns].map(([from, values]) => ({ from, values })) };
}

/** What the first rows of a JSON array hold, by names joined by dots. */
export function guessJson(rows: readonly unknown[]): GuessedTree['columns'] {
  const columns = new Map<string, string[]>();
  const add = (value: unknown, path: string) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [name, inner] of Object.entries(value)) add(inner, path === '' ? name : `${path}.${name}`);
    } else if (!Array.isArray(value)) columns.set(path, [...(columns.get(path) ?? []), value === null || value === undefined ? '' : String(value)]);
  };
  for (const row of rows) add(row, '');
  columns.delete('');
  return [...columns].map(([from, values]) => ({ from, values }));
}

interface Steps {
  open(path: readonly string[], attributes: Readonly<Record<string, string>>): void;
  close?(path: readonly string[], text: string): void;
}

/** As far as it goes: the text is the beginning of a file and may end anywhere. */
function walkXml(text: string, { open, close }: Steps): void {
  const parser = new SaxesParser();
  const path: string[] = [];
  let value = '';
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('document type');
  });
  parser.on('opentag', ({ name, attributes }) => {
    path.push(localName(name));
    value = '';
    open(path, attributes);
  });
  parser.on('text', (part) => (value += part));
  parser.on('closetag', () => {
    close?.(path, value);
    value = '';
    path.pop();
  });
  try {
    parser.write(text);
  } catch {
    // What was read up to here counts.
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
