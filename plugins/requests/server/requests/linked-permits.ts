import type { Bilingual } from '@amanah/plugin-api';
import { documents } from '../../../documents/contract.ts';
import { tellOpenPages } from '../notices.ts';
import { writeAmanahLetter } from '../operations/amanah-letter.ts';
import { riyadhDay } from '../operations/papers.ts';
import type { Context } from '../plugin-parts.ts';

interface Permit {
  readonly number: string;
  readonly person: string;
  readonly paper: string;
}

/** Takes back the permits in force that requests about a licence have brought; papers first, so that what was cut off is gone on with when it is asked again. */
export async function revokePermits(ctx: Context, licence: string, reason: Bilingual): Promise<readonly string[]> {
  const permits = await ctx.db.query<Permit>(
    `SELECT number, person_id AS person, facts->'permit'->>'id' AS paper FROM request
     WHERE place = $1 AND facts->'permit'->>'id' IS NOT NULL AND facts->'permit'->>'revokedOn' IS NULL AND coalesce(facts->'permit'->>'validUntil', $2) >= $2 ORDER BY number`,
    [`licenceNumber:${licence}`, riyadhDay(new Date())],
  );
  for (const { number, person, paper } of permits) {
    await ctx.use(documents).withdraw(paper, reason);
    const body = (['ar', 'en'] as const).map((language) => ctx.text('permitRevoked', language).replace('{licence}', licence).replace('{number}', number));
    await ctx.db.transaction(async (tx) => {
      await writeAmanahLetter(ctx, tx, { request: number, body: body.join('\n\n'), key: `permit-revoked/${number}` });
      await tx.query(`UPDATE request SET facts = jsonb_set(facts, '{permit,revokedOn}', to_jsonb($2::text)) WHERE number = $1`, [
        number,
        riyadhDay(new Date()),
      ]);
    });
    await tellOpenPages(ctx, { number, personId: person });
  }
  return permits.map(({ number }) => number);
}
