import { unsendable } from './column-value.ts';

/** Where a page ended: how it was ordered and what its last row held there. */
export interface PageCursor {
  readonly order: string;
  readonly after: readonly (string | number | boolean)[];
}

export function writeCursor(cursor: PageCursor): string {
  return Buffer.from(JSON.stringify([cursor.order, ...cursor.after])).toString('base64url');
}

/** @throws AdapterError `input-invalid` for anything but a cursor of the same order */
export function readCursor(text: string, order: string, columns: number): PageCursor {
  const parts = parsed(text);
  const [kept, ...after] = parts;
  const single = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
  if (kept !== order || after.length !== columns || !after.every(single)) throw unsendable([{ path: '', message: 'the cursor is of another list' }]);
  return { order, after: after as PageCursor['after'] };
}

function parsed(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
