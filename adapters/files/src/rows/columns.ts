import type { Field } from '../kind.ts';
import { unreadable } from './raw-row.ts';

/** Names as people type them: without marks of direction, spaces at the ends, and different forms of the same letter. */
export function sameName(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Told the headings of a file before they are held against the fields. */
export type SeenHeadings = (headings: readonly string[]) => void;

/**
 * For each field the index of its column, `null` for an optional one that the file does not have.
 * @throws AdapterError when a required column is missing or a heading that is used stands there twice
 */
export function columnsOf(fields: Readonly<Record<string, Field>>, headings: readonly string[] | null): readonly (number | null)[] {
  const names = headings?.map(sameName) ?? [];
  return Object.entries(fields).map(([field, { from, required }]) => {
    if (typeof from === 'number') return from - 1;
    const heading = sameName(from ?? field);
    const at = names.indexOf(heading);
    if (at >= 0 && names.indexOf(heading, at + 1) >= 0) throw unreadable(`the column "${heading}" is there twice`);
    if (at < 0 && required) throw unreadable(`there is no column "${heading}"; the columns are: ${names.join(', ').slice(0, 500)}`);
    return at < 0 ? null : at;
  });
}
