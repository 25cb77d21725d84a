import type { Queryable } from '@amanah/plugin-api';
import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import { chainHash, firstPrevious } from './chain.ts';
import type { AuditCheck } from './contract.ts';

/** One line of an export: the record's exact text and the hashes that chain it. JSON Lines, in the order of the record's numbers. */
const exportedLine = z.object({ previous: z.string(), hash: z.string(), body: z.string() });

/** What an export holds, or held when it was checked; `head` is the hash of its last record, to be kept apart from the file. */
export interface ExportCheck extends AuditCheck {
  readonly head: string;
}

/** The whole record as lines, oldest first; a thousand records are read at a time. */
export async function* exportedLines(db: Queryable): AsyncGenerator<string> {
  let number = '0';
  for (;;) {
    const rows = await db.query<{ number: string; previous: string; hash: string; body: string }>(
      'SELECT number, previous, hash, body FROM hub.audit_record WHERE number > $1 ORDER BY number LIMIT 1000',
      [number],
    );
    for (const { previous, hash, body } of rows) yield JSON.stringify({ previous, hash, body });
    if (rows.length < 1000) return;
    number = rows.at(-1)!.number;
  }
}

/**
 * Walks the chain of an export; needs the file alone. A file cut at its end is a whole chain too: only its `head` beside the one noted at export shows that.
 * @throws AmanahError AUDIT_EXPORT_UNREADABLE for a line that is no exported record.
 */
export async function verifyExport(lines: AsyncIterable<string>): Promise<ExportCheck> {
  let head = firstPrevious;
  let records = 0;
  for await (const text of lines) {
    const { previous, hash, body } = lineOf(text, records + 1);
    const reason = previous !== head ? 'the record before it was changed or removed' : hash !== chainHash(previous, body) ? 'its text was changed' : null;
    if (reason) return { records, brokenAt: records + 1, reason, head };
    head = hash;
    records += 1;
  }
  return { records, brokenAt: null, reason: null, head };
}

function lineOf(text: string, number: number): z.infer<typeof exportedLine> {
  try {
    return exportedLine.parse(JSON.parse(text));
  } catch (cause) {
    throw new AmanahError('AUDIT_EXPORT_UNREADABLE', { params: { line: String(number) }, cause });
  }
}
