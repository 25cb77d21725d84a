import { AdapterError, type InputFinding } from '@amanah/adapter-api';
import iconv from 'iconv-lite';
import type { Field, OutgoingKind } from '../kind.ts';
import { canBeHijri, dateReader } from '../rows/dates.ts';

type Row = Readonly<Record<string, unknown>>;

/** Rows as the bytes of a file. @throws AdapterError `input-invalid` with the place of each value that cannot be written so */
export function encodeRows(kind: OutgoingKind, rows: readonly Row[]): Buffer {
  const findings: InputFinding[] = [];
  const say = (row: number, field: string, message: string) => void findings.push({ path: `/rows/${row}/${field}`, message });
  const text = writers[kind.format](kind, rows, say);
  const mark = kind.byteOrderMark && kind.encoding.startsWith('utf') ? '\ufeff' : '';
  const bytes = iconv.encode(mark + text, kind.encoding);
  if (iconv.decode(bytes, kind.encoding, { stripBOM: false }) !== mark + text) {
    rows.forEach((row, index) => {
      for (const [field, value] of Object.entries(row)) {
        const said = String(value);
        if (iconv.decode(iconv.encode(said, kind.encoding), kind.encoding, { stripBOM: false }) !== said)
          say(index, field, `has characters that ${kind.encoding} does not have`);
      }
    });
  }
  if (findings.length > 0) throw new AdapterError('input-invalid', `${findings.length} values cannot be written`, { findings: findings.slice(0, 100) });
  return bytes;
}

type Say = (row: number, field: string, message: string) => void;
type Writer = (kind: OutgoingKind, rows: readonly Row[], say: Say) => string;

const writers: Readonly<Record<OutgoingKind['format'], Writer>> = {
  csv(kind, rows, say) {
    const { delimiter, lineEnd, fields } = kind;
    const quoted = (text: string) => (text.includes(delimiter) || /["\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text);
    const columns = columnsInOrder(fields);
    const lines = rows.map((row, index) => columns.map(([name, field]) => quoted(textOf(field, row[name], (message) => say(index, name, message)))));
    const headings = kind.header ? [columns.map(([name, { from }]) => quoted(typeof from === 'string' ? from : name))] : [];
    return [...headings, ...lines].map((cells) => cells.join(delimiter) + lineEnd).join('');
  },
  fixed({ fields, lineEnd }, rows, say) {
    return rows
      .map((row, index) => {
        let line = '';
        for (const [name, field] of Object.entries(fields).toSorted(([, one], [, other]) => one.at![0] - other.at![0])) {
          const [from, length] = field.at!;
          const text = textOf(field, row[name], (message) => say(index, name, message));
          if (text.length > length) say(index, name, `is longer than ${length} characters`);
          if (/[\r\n]/.test(text)) say(index, name, 'has a line end');
          line = line.padEnd(from - 1) + (['integer', 'number', 'decimal'].includes(field.type) ? text.padStart(length) : text.padEnd(length));
        }
        return line + lineEnd;
      })
      .join('');
  },
  xml({ fields, root, row: rowName, encoding, lineEnd }, rows, say) {
    const escaped = (text: string) => text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
    const body = rows.map((row, index) => {
      const attributes: string[] = [];
      const elements: string[] = [];
      for (const [name, field] of Object.entries(fields)) {
        const text = textOf(field, row[name], (message) => say(index, name, message));
        if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)) say(index, name, 'has characters that XML does not have');
        const place = String(field.from ?? name);
        if (row[name] === null || row[name] === undefined) continue;
        if (place.startsWith('@')) attributes.push(` ${place.slice(1)}="${escaped(text)}"`);
        else elements.push(`<${place}>${escaped(text)}</${place}>`);
      }
      return `<${rowName}${attributes.join('')}>${elements.join('')}</${rowName}>${lineEnd}`;
    });
    return `<?xml version="1.0" encoding="${encoding.startsWith('utf-16') ? 'utf-16' : encoding}"?>${lineEnd}<${root}>${lineEnd}${body.join('')}</${root}>${lineEnd}`;
  },
  json: ({ fields }, rows, say) => `${JSON.stringify(rows.map((row, index) => valuesOf(fields, row, index, say)))}\n`,
  jsonl: ({ fields }, rows, say) => rows.map((row, index) => `${JSON.stringify(valuesOf(fields, row, index, say))}\n`).join(''),
};

/** Columns by their numbers where they have some, else in the order of the fields. */
function columnsInOrder(fields: Readonly<Record<string, Field>>): readonly (readonly [string, Field])[] {
  return Object.entries(fields).toSorted(([, one], [, other]) => (typeof one.from === 'number' && typeof other.from === 'number' ? one.from - other.from : 0));
}

function valuesOf(fields: Readonly<Record<string, Field>>, row: Row, index: number, say: Say): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const value = row[name] ?? null;
      const asText = field.codes || field.type.includes('date');
      return [String(field.from ?? name), value !== null && asText ? textOf(field, value, (message) => say(index, name, message)) : value];
    }),
  );
}

/** A value as the file writes it. */
function textOf(field: Field, value: unknown, say: (message: string) => void): string {
  if (value === null || value === undefined) return '';
  if (field.codes) {
    const code = Object.entries(field.codes).find(([, word]) => word === value)?.[0];
    if (code === undefined) say(`is none of ${Object.values(field.codes).join(', ')}`);
    return code ?? '';
  }
  const text = String(value);
  const { type, format } = field;
  if (type === 'hijri-date') {
    const written = dateReader(format ?? 'yyyy/MM/dd')(text);
    if (!written || !canBeHijri(written)) say(`is no Hijri date ${format ?? 'yyyy/MM/dd'}`);
    return text;
  }
  if (!type.includes('date')) return text;
  const iso = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d))?$/.exec(text);
  if (!iso) say('is no date in ISO 8601');
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00'] = iso ?? [];
  const parts: Readonly<Record<string, string>> = {
    yyyy: year,
    MM: month,
    M: String(Number(month)),
    dd: day,
    d: String(Number(day)),
    HH: hour,
    H: String(Number(hour)),
    mm: minute,
    ss: second,
  };
  return (format ?? (type === 'date' ? 'yyyy-MM-dd' : 'yyyy-MM-dd HH:mm:ss')).replace(/yyyy|MM?|dd?|HH?|mm|ss/g, (part) => parts[part]!);
}
