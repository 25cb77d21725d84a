import { AmanahError } from '@amanah/errors';
import { notifications, type Notice } from '../../notifications/contract.ts';
import type { Licence } from '../contract.ts';
import { wordsOf } from './context.ts';
import type { Parts } from './parts.ts';

interface Telling {
  readonly licence: Licence;
  /** Accounts beside those of the owner. */
  readonly also: readonly string[];
  readonly key: string;
  readonly notice: 'noticeIssued' | 'noticeRenewed' | 'noticeCopied' | 'noticeLifted' | 'noticeCancelled';
}

/** Accounts of whoever holds a licence: those that it was given to, and the owner's own. */
export async function accountsOf({ ctx }: Pick<Parts, 'ctx'>, { number, owner }: Licence): Promise<readonly string[]> {
  const [row] = await ctx.db.query<{ accounts: string[] }>('SELECT accounts FROM licence WHERE number = $1', [number]);
  const own = owner.nationalId ? await ctx.people.knownAs(owner.nationalId) : [];
  return [...new Set([...(row?.accounts ?? []), ...own])];
}

/** Tells the holders of a licence what happened to it. */
export async function tellHolders(parts: Pick<Parts, 'ctx'>, { licence, also, key, notice }: Telling): Promise<void> {
  const to = `/licences/${licence.number}`;
  const told = [...new Set([...also, ...(await accountsOf(parts, licence))])];
  const params = { number: licence.number, until: licence.validUntil };
  await notify(
    parts,
    told,
    notice === 'noticeIssued'
      ? { template: 'licence-issued', data: params, to, key: `licence-issued/${key}` }
      : { title: wordsOf(parts.ctx, notice, params), to, key: `${notice}/${key}` },
  );
}

/** Sends a notice; nobody is told while the plugin of notices does not run. */
export async function notify({ ctx }: Pick<Parts, 'ctx'>, personIds: readonly string[], notice: Notice): Promise<void> {
  try {
    if (personIds.length > 0) await ctx.use(notifications).send(personIds, notice);
  } catch (error) {
    if (!(error instanceof AmanahError) || error.code !== 'HOST_SERVICE_MISSING') throw error;
    ctx.log.warn({ key: notice.key }, 'nobody is told of a licence: notices do not run');
  }
}
