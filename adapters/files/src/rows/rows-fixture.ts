import type { RejectedRow } from '@amanah/adapter-api';
import type { z } from 'zod';
import { type Bounds, config } from '../config.ts';
import { type Kind, kindSchema } from '../kind.ts';
import { readRows } from './read-rows.ts';

export const bounds: Bounds = config.parse({ folder: { at: 'local', path: '/nowhere' } }).bounds;

export function kindOf(kind: z.input<typeof kindSchema>): Kind {
  return kindSchema.parse(kind);
}

/** Bytes in portions of one size, as a network gives them. */
export async function* portions(bytes: Buffer, size: number): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** All rows of a file, read in portions of a size that cuts characters, quotes and names. */
export async function rowsOf(
  kind: z.input<typeof kindSchema>,
  content: Buffer | string,
  options: { readonly size?: number; readonly bounds?: Partial<Bounds> } = {},
): Promise<{ readonly values: readonly Readonly<Record<string, unknown>>[]; readonly lines: readonly number[]; readonly rejected: readonly RejectedRow[] }> {
  const values: Readonly<Record<string, unknown>>[] = [];
  const lines: number[] = [];
  const rejected: RejectedRow[] = [];
  for await (const portion of readRows(portions(Buffer.from(content), options.size ?? 7), kindOf(kind), { ...bounds, ...options.bounds })) {
    values.push(...portion.rows.map((row) => row.values));
    lines.push(...portion.rows.map(({ line }) => line));
    rejected.push(...portion.rejected);
  }
  return { values, lines, rejected };
}
