import { AmanahError } from '@amanah/errors';
import { takenServices } from '../../../requests/contract.ts';
import type { Act, Standing } from '../../shared/register-answers.ts';
import type { Context } from '../context.ts';

/** Services of the catalogue by which holders ask. */
export const services: Readonly<Record<Act, string>> = {
  renew: 'SRV-003',
  amend: 'SRV-004',
  transfer: 'SRV-005',
  cancel: 'SRV-006',
  duplicate: 'SRV-007',
  objection: 'SRV-063',
};

const possible: Readonly<Record<Standing, readonly Act[]>> = {
  valid: ['renew', 'amend', 'transfer', 'duplicate', 'cancel'],
  expiring: ['renew', 'amend', 'transfer', 'duplicate', 'cancel'],
  grace: ['renew', 'cancel'],
  expired: ['renew', 'cancel'],
  suspended: ['objection', 'cancel'],
  cancelled: ['objection'],
};

/** What of a licence decides on what may be asked of it; `renewsOnly`: an older register keeps it, which does nothing else. */
interface Asked {
  readonly standing: Standing;
  readonly number: string;
  readonly objectUntil: string | null;
  readonly renewsOnly: boolean;
}

/** A copy is another paper: no register is needed for it. */
const withoutRegister: ReadonlySet<Act> = new Set<Act>(['renew', 'duplicate']);

/** What may be asked of a licence in its state, with the page where the request begins and the number written in it. */
export function actsOf(
  ctx: Pick<Context, 'use'>,
  { standing, number, objectUntil, renewsOnly }: Asked,
  today: string,
): { readonly act: Act; readonly to: string }[] {
  const start = startOf(ctx);
  const late = objectUntil === null || objectUntil < today;
  return possible[standing].flatMap((act) => {
    if (renewsOnly && !withoutRegister.has(act)) return [];
    const to = act === 'objection' && late ? null : start(services[act]);
    return to === null ? [] : [{ act, to: `${to}?${act === 'objection' ? 'decision' : 'licence'}=${number}` }];
  });
}

/** Nothing can be asked for while requests do not run. */
function startOf(ctx: Pick<Context, 'use'>): (code: string) => string | null {
  try {
    const taken = ctx.use(takenServices);
    return (code) => taken.startOf(code);
  } catch (error) {
    if (error instanceof AmanahError && error.code === 'HOST_SERVICE_MISSING') return () => null;
    throw error;
  }
}
