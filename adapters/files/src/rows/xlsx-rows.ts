import { AdapterError } from '@amanah/adapter-api';
import { SaxesParser } from 'saxes';
import type { Bounds } from '../config.ts';
import type { KindOf } from '../kind.ts';
import { ByteReader } from './byte-reader.ts';
import { columnsOf, sameName, type SeenHeadings } from './columns.ts';
import { decodeText } from './decode-text.ts';
import { FileDate } from './field-values.ts';
import { type RawRow, reason, unreadable } from './raw-row.ts';
import { mebibyte, type PackMeter } from './unpack.ts';
import { cellValue, columnOf, showsDate, type Workbook } from './xlsx-cells.ts';
import { type ZipMember, zipMembers } from './zip-members.ts';

/** Characters of the texts that a workbook's cells share, which are held in memory; the process has 384 MB. */
const mostText = 33_554_432;

type XlsxBounds = Pick<Bounds, 'xlsxMebibytes' | 'rowBytes'>;

interface Parts {
  sheets: { name: string; id: string }[];
  targets: Map<string, string>;
  strings: string[];
  dateFormats: boolean[];
  from1904: boolean;
}

/**
 * Rows of one sheet of an XLSX file. The packed file is held in memory (bounded); the sheet passes through. No formula is computed: cells
 * have the value that was saved last.
 */
export async function* xlsxRows(
  source: AsyncIterable<Buffer>,
  kind: KindOf<'xlsx'>,
  bounds: XlsxBounds,
  meter: PackMeter,
  seen?: SeenHeadings,
): AsyncIterable<readonly RawRow[]> {
  const file = await collected(meter.packed(source), bounds.xlsxMebibytes);
  const parts: Parts = { sheets: [], targets: new Map(), strings: [], dateFormats: [], from1904: false };
  for await (const member of membersOf(file, meter)) await readPart(member, parts);
  const path = sheetPath(parts, kind.sheet);
  for await (const member of membersOf(file, meter)) if (member.name === path) return yield* sheetRows(member.content, kind, parts, bounds, seen);
  throw unreadable(`the workbook has no ${path}`);
}

async function collected(source: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > most * mebibyte) throw new AdapterError('too-large', `an XLSX file of more than ${most} MiB`, { reached: 'yes' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function* membersOf(file: Buffer, meter: PackMeter): AsyncIterable<ZipMember> {
  const whole = async function* () {
    yield file;
  };
  for await (const { name, content } of zipMembers(new ByteReader(whole()))) {
    const metered = meter.unpacked(content);
    yield { name, content: metered };
    for await (const _rest of metered) void _rest;
  }
}

async function readPart({ name, content }: ZipMember, parts: Parts): Promise<void> {
  let length = 0;
  switch (name) {
    case 'xl/workbook.xml':
      return readXml(content, {
        open(tag, attributes) {
          if (tag === 'sheet') parts.sheets.push({ name: attributes['name'] ?? '', id: attributes['r:id'] ?? attributes['relationships:id'] ?? '' });
          if (tag === 'workbookPr') parts.from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
        },
      });
    case 'xl/_rels/workbook.xml.rels':
      return readXml(content, {
        open(tag, { Id = '', Target = '' }) {
          if (tag === 'Relationship') parts.targets.set(Id, Target);
        },
      });
    case 'xl/styles.xml': {
      const codes = new Map<number, string>();
      let inFormats = false;
      return readXml(content, {
        open(tag, { numFmtId, formatCode = '' }) {
          if (tag === 'cellXfs') inFormats = true;
          if (tag === 'numFmt') codes.set(Number(numFmtId), formatCode);
          if (tag === 'xf' && inFormats) parts.dateFormats.push(showsDate(Number(numFmtId ?? 0), codes.get(Number(numFmtId ?? 0))));
        },
        close(tag) {
          if (tag === 'cellXfs') inFormats = false;
        },
      });
    }
    case 'xl/sharedStrings.xml': {
      let text: string | null = null;
      let spoken = false;
      return readXml(content, {
        open(tag) {
          if (tag === 'si') text = '';
          if (tag === 'rPh') spoken = true;
        },
        text(part, tag) {
          if (tag !== 't' || text === null || spoken) return;
          length += part.length;
          if (length > mostText) throw new AdapterError('too-large', 'the workbook has too much text', { reached: 'yes' });
          text += part;
        },
        close(tag) {
          if (tag === 'rPh') spoken = false;
          if (tag === 'si') parts.strings.push(text ?? '');
        },
      });
    }
    default:
  }
}

function sheetPath({ sheets, targets }: Parts, wanted: string | undefined): string {
  const sheet = wanted === undefined ? sheets[0] : sheets.find(({ name }) => sameName(name) === sameName(wanted));
  if (!sheet)
    throw unreadable(
      wanted === undefined ? 'this is no XLSX file' : `there is no sheet "${wanted}"; the sheets are: ${sheets.map(({ name }) => name).join(', ')}`,
    );
  const target = targets.get(sheet.id) ?? '';
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

async function* sheetRows(
  content: AsyncIterable<Buffer>,
  kind: KindOf<'xlsx'>,
  book: Workbook,
  { rowBytes }: XlsxBounds,
  seen: SeenHeadings | undefined,
): AsyncIterable<readonly RawRow[]> {
  // Row 0: there are no headings, which is how a sheet is looked at first.
  let columns: readonly (number | null)[] | null = kind.headerRow === 0 ? [] : null;
  let ready: RawRow[] = [];
  let line = 0;
  let cells: unknown[] = [];
  let cell = { type: 'n', style: 0, column: 0, value: '' };
  let spoken = false;
  let rowLength = 0;
  const take = () => {
    if (line < kind.headerRow) return;
    if (line > kind.headerRow && !columns) throw unreadable(`row ${kind.headerRow} has no headings`);
    if (!columns) {
      const headings = Array.from(cells, told);
      seen?.(headings);
      return void (columns = columnsOf(kind.fields, headings));
    }
    if (rowLength <= rowBytes && !cells.some((value) => value !== undefined && value !== '')) return;
    const text = Array.from(cells, told).join('\t');
    if (rowLength > rowBytes)
      ready.push({ line, text: text.slice(0, rowBytes), values: null, reasons: [reason('', `at most ${rowBytes} characters`, 'more')] });
    else ready.push({ line, text, values: columns.map((at) => (at === null ? undefined : cells[at])), reasons: [] });
  };
  const parser = xmlParser({
    open(tag, attributes) {
      if (tag === 'row') {
        line = Number(attributes['r'] ?? line + 1);
        cells = [];
        rowLength = 0;
      } else if (tag === 'c') {
        const column = attributes['r'] === undefined ? cells.length : columnOf(attributes['r']);
        cell = { type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0), column, value: '' };
      } else if (tag === 'rPh') spoken = true;
    },
    text(part, tag) {
      if ((tag !== 'v' && tag !== 't') || spoken) return;
      rowLength += part.length;
      if (rowLength <= rowBytes) cell.value += part;
    },
    close(tag) {
      if (tag === 'c') {
        cells[cell.column] = cellValue(cell, book);
        // A shared text stands in the sheet as its number, so it is counted here; of one over the limit only what fits is kept.
        const shared = cell.type === 's' ? told(cells[cell.column]) : '';
        if (rowLength + shared.length > rowBytes && shared !== '') cells[cell.column] = shared.slice(0, Math.max(0, rowBytes - rowLength));
        rowLength += shared.length;
      }
      if (tag === 'rPh') spoken = false;
      if (tag === 'row') take();
    },
  });
  for await (const text of decodeText(content, 'utf-8')) {
    parser.write(text);
    if (ready.length > 0) yield ready.splice(0);
  }
  parser.close();
  if (!columns) throw unreadable(`row ${kind.headerRow} has no headings`);
  if (ready.length > 0) yield ready;
}

/** A cell as a person reads it. */
function told(value: unknown): string {
  return value === undefined ? '' : value instanceof FileDate ? value.iso : String(value);
}

interface XmlEvents {
  open?(tag: string, attributes: Readonly<Record<string, string>>): void;
  /** `tag` is the element around it. */
  text?(text: string, tag: string): void;
  close?(tag: string): void;
}

function xmlParser({ open, text, close }: XmlEvents): SaxesParser {
  const parser = new SaxesParser();
  const path: string[] = [];
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('error', (error) => {
    throw unreadable(`the workbook has XML that is not well-formed (${error.message.slice(0, 300)})`);
  });
  parser.on('doctype', () => {
    throw unreadable('the workbook has a document type, which is not read');
  });
  parser.on('opentag', ({ name, attributes }) => {
    path.push(local(name));
    if (path.length > 64) throw unreadable('the XML of the workbook is more than 64 levels deep');
    open?.(path.at(-1)!, attributes);
  });
  parser.on('text', (part) => text?.(part, path.at(-1) ?? ''));
  parser.on('closetag', () => close?.(path.pop() ?? ''));
  return parser;
}

async function readXml(content: AsyncIterable<Buffer>, events: XmlEvents): Promise<void> {
  const parser = xmlParser(events);
  for await (const text of decodeText(content, 'utf-8')) parser.write(text);
  parser.close();
}
