import { AdapterError } from '@amanah/adapter-api';
import type { Bounds } from '../config.ts';
import type { Folder, FolderFile } from '../folder/folder.ts';
import { splitPath } from '../folder/safe-path.ts';
import { type Kind, kindSchema } from '../kind.ts';
import { decodeText } from '../rows/decode-text.ts';
import { JsonRows } from '../rows/json-rows.ts';
import { unreadable } from '../rows/raw-row.ts';
import { PackMeter, unpack } from '../rows/unpack.ts';
import { xlsxRows } from '../rows/xlsx-rows.ts';
import { guessCsv } from './guess-csv.ts';
import { guessEncoding } from './guess-encoding.ts';
import { guessFields, guessKey } from './guess-fields.ts';
import { guessJson, guessXml } from './guess-tree.ts';

/** What is looked at of a file. */
const sampleBytes = 262_144;
const sampleRows = 500;

type Columns = readonly { readonly from: string | number; readonly values: readonly string[] }[];

/** A kind for files like this one, from its first rows. @throws AdapterError when nothing can be made of it */
export async function proposeKind(folder: Folder, file: FolderFile, pattern: string, bounds: Bounds, signal: AbortSignal): Promise<Kind> {
  const extension = /\.([a-z0-9]+)(?:\.(?:gz|zip))?$/i.exec(splitPath(file.path).name)?.[1]?.toLowerCase() ?? '';
  if (extension === 'xlsx' || extension === 'xlsm') return proposeSheet(folder, file, pattern, bounds, signal);
  const start = await startOf(folder, file, bounds, signal);
  const encoding = guessEncoding(start);
  const text = await textOf(start, encoding);
  const common = { pattern, ...(encoding === 'utf-8' ? {} : { encoding }) };
  const begins = text.trimStart();
  if (begins.startsWith('<')) {
    const tree = guessXml(text);
    if (!tree) throw unreadable('no element repeats in the XML');
    return kindOf({ format: 'xml', ...common, row: tree.row }, tree.columns);
  }
  if (begins.startsWith('{') || begins.startsWith('[')) {
    const json = proposeJson(begins);
    if (!json) throw unreadable('there is no array of rows in the JSON');
    return kindOf({ ...common, ...json.shape }, json.columns);
  }
  const lastLine = text.lastIndexOf('\n');
  const table = guessCsv(lastLine > 0 && start.length >= sampleBytes ? text.slice(0, lastLine + 1) : text);
  if (table) return kindOf({ format: 'csv', ...common, delimiter: table.delimiter, header: table.header }, table.columns);
  throw new AdapterError('contract-violation', 'no delimiter gives columns; of fixed width say where each field stands', { reached: 'yes' });
}

async function startOf(folder: Folder, file: FolderFile, bounds: Bounds, signal: AbortSignal): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of unpack(folder.read(file.path, signal), '*', new PackMeter(bounds))) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= sampleBytes) break;
  }
  return Buffer.concat(parts).subarray(0, sampleBytes);
}

async function textOf(start: Buffer, encoding: Kind['encoding']): Promise<string> {
  let text = '';
  const once = async function* () {
    yield start;
  };
  for await (const part of decodeText(once(), encoding)) text += part;
  return text;
}

async function proposeSheet(folder: Folder, file: FolderFile, pattern: string, bounds: Bounds, signal: AbortSignal): Promise<Kind> {
  // Without fields a sheet gives its rows as texts.
  const bare = { format: 'xlsx', pattern, fields: {}, key: [], mode: 'snapshot', headerRow: 1, member: '*' } as const;
  const rows: string[][] = [];
  for await (const portion of xlsxRows(folder.read(file.path, signal), { ...bare, key: [], headerRow: 0 }, bounds, new PackMeter(bounds))) {
    for (const { text } of portion) if (rows.length <= sampleRows) rows.push(text.split('\t'));
    if (rows.length > sampleRows) break;
  }
  const [headings = [], ...values] = rows;
  if (headings.length === 0) throw unreadable('the first sheet is empty');
  return kindOf(
    { format: 'xlsx', pattern },
    headings.map((from, index) => ({ from: from || index + 1, values: values.map((row) => row[index] ?? '') })),
  );
}

function proposeJson(text: string): { readonly shape: { readonly format: 'json' | 'jsonl'; readonly rows?: string }; readonly columns: Columns } | null {
  const lines = text.startsWith('{')
    ? text
        .split('\n')
        .slice(0, sampleRows)
        .map(parsed)
        .filter((value) => typeof value === 'object' && value !== null)
    : [];
  const asLines = { shape: { format: 'jsonl' }, columns: guessJson(lines) } as const;
  if (lines.length > 1) return asLines;
  const names = new Set([...text.matchAll(/"([^"\\.]{1,80})"\s*:\s*\[\s*\{/g)].map(([, name = '']) => name));
  const paths = ['', ...names, ...[...text.matchAll(/"([^"\\.]{1,80})"\s*:\s*\{/g)].flatMap(([, outer = '']) => [...names].map((name) => `${outer}.${name}`))];
  for (const rows of paths.slice(0, 50)) {
    const found = rowsAt(text, rows);
    if (found.length > 0) return { shape: { format: 'json', ...(rows === '' ? {} : { rows }) }, columns: guessJson(found) };
  }
  return lines.length === 1 ? asLines : null;
}

function rowsAt(text: string, rows: string): readonly unknown[] {
  const found: unknown[] = [];
  const parser = new JsonRows({ fields: {}, rows }, 1_048_576, ({ text: row, values }) => {
    if (values && found.length < sampleRows) found.push(parsed(row));
  });
  try {
    parser.push(text);
  } catch {
    return [];
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function kindOf(shape: object, columns: Columns): Kind {
  const fields = guessFields(columns.slice(0, 200));
  const key = guessKey(fields, columns);
  for (const name of key) fields[name] = { ...fields[name], required: true };
  const read = kindSchema.safeParse({ ...shape, fields, key });
  if (read.success) return read.data;
  throw unreadable(`no kind can be made of it (${read.error.issues[0]?.message})`);
}
