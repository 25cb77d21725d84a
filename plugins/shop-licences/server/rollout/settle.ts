import { AmanahError } from '@amanah/errors';
import type { Bilingual } from '@amanah/plugin-api';
import { z } from 'zod';
import { shopLicenceRegister } from '../../contract.ts';
import { ownRegister } from '../register/own-register.ts';
import { noteChange } from '../register/history.ts';
import type { Context } from './context.ts';

export const settlements = ['took-legacy', 'accepted', 'asked-again'] as const;
type Settlement = (typeof settlements)[number];

interface Row {
  readonly unit: string;
  readonly number: string;
  readonly kind: string;
  readonly key: string | null;
  readonly asked: unknown;
}

const renewal = shopLicenceRegister.operations.renew.input;

/**
 * Settles a difference: ours takes what the older register says now, the difference is accepted with a reason, or a write is asked for again with the key that it had.
 * @throws ROLLOUT_DIFFERENCE_SETTLED, and what a register throws that is asked again
 */
export async function settle(
  ctx: Context,
  id: string,
  { how, why, by }: { readonly how: Settlement; readonly why: string; readonly by: Bilingual },
): Promise<void> {
  const [row] = await ctx.db.query<Row>('SELECT unit, number, kind, key, asked FROM register_difference WHERE id = $1 AND settled_at IS NULL', [id]);
  if (!row) throw new AmanahError('ROLLOUT_DIFFERENCE_SETTLED');
  if (how === 'asked-again') await askAgain(ctx, row);
  if (how === 'took-legacy') await takeLegacy(ctx, row, why);
  await ctx.db.query('UPDATE register_difference SET settled_at = now(), settled_how = $2, settled_by = $3, why = $4 WHERE id = $1', [
    id,
    how,
    JSON.stringify(by),
    why,
  ]);
}

/** Both registers answer the same key the same again: what was done is not done twice. */
async function askAgain(ctx: Context, { unit, key, asked }: Row): Promise<void> {
  const read = z.object({ key: z.string(), asked: renewal }).safeParse({ key, asked });
  if (!read.success) throw new AmanahError('ROLLOUT_DIFFERENCE_SETTLED', { detail: 'it is no write that can be asked for again' });
  const options = { idempotencyKey: read.data.key };
  await ctx.port(shopLicenceRegister, unit).renew(read.data.asked, options);
  await ownRegister(ctx.db, unit, ctx.text).renew(read.data.asked, options);
}

async function takeLegacy(ctx: Context, { unit, number }: Row, why: string): Promise<void> {
  const theirs = await ctx.port(shopLicenceRegister, unit).find({ number });
  await ctx.db.transaction(async (tx) => {
    await tx.query(
      `UPDATE licence SET shop = $2, district = $3, area_m2 = $4, sign_m2 = $5, issued_on = $6, valid_until = $7, state = $8, owner_name = $9,
         owner_national_id = $10 WHERE number = $1`,
      [
        number,
        theirs.shop,
        theirs.district,
        theirs.areaM2,
        theirs.signM2,
        theirs.issuedOn,
        theirs.validUntil,
        theirs.state === 'expired' ? 'valid' : theirs.state,
        theirs.owner.name,
        theirs.owner.nationalId ?? null,
      ],
    );
    await noteChange(tx, number, 'amended', { why });
  });
}
