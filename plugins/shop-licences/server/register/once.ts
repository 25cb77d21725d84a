import { isDeepStrictEqual } from 'node:util';
import { AmanahError } from '@amanah/errors';
import type { Db, Queryable } from '@amanah/plugin-api';

interface Write {
  readonly key: string | undefined;
  readonly operation: string;
  readonly asked: unknown;
  /** Name of the register in the reader's language. */
  readonly register: string;
}

/**
 * Carries a write out once for its key and answers the same again.
 * @throws SYSTEMS_KEY_MISSING, SYSTEMS_KEY_REUSED when the key was used for something else
 */
export async function once<A extends object>(db: Db, { key, operation, asked, register }: Write, work: (tx: Queryable) => Promise<A>): Promise<A> {
  if (!key) throw new AmanahError('SYSTEMS_KEY_MISSING', { params: { system: register } });
  const text = JSON.parse(JSON.stringify(asked)) as unknown;
  return db.transaction(async (tx) => {
    // Two of the same write come one after the other: the second one finds the first.
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))', [key]);
    const [before] = await tx.query<{ operation: string; asked: unknown; answer: A }>('SELECT operation, asked, answer FROM register_write WHERE key = $1', [
      key,
    ]);
    if (before && (before.operation !== operation || !isDeepStrictEqual(before.asked, text)))
      throw new AmanahError('SYSTEMS_KEY_REUSED', { params: { system: register } });
    if (before) return before.answer;
    const answer = await work(tx);
    await tx.query('INSERT INTO register_write (key, operation, asked, answer) VALUES ($1, $2, $3, $4)', [
      key,
      operation,
      JSON.stringify(text),
      JSON.stringify(answer),
    ]);
    return answer;
  });
}
