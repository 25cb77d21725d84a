import { z } from 'zod';
import { requests } from '../../../requests/contract.ts';
import { checkSafety } from '../checks/c10-safety.ts';
import { dayOf } from '../days.ts';
import { certificatesOf } from '../outside/safety.ts';
import type { Parts } from '../parts.ts';

interface Waiting {
  readonly request: string;
  readonly unified_number: string;
  readonly short_address: string | null;
  readonly activity: string | null;
}

const atOnce = 200;
/** Longer than the procedure waits, so that nobody is asked about for ever. */
const keptDays = 60;

/** Asks Civil Defense for the certificates that requests wait for, and tells those whose certificate has come. */
export async function askForCertificates({ ctx }: Pick<Parts, 'ctx'>, signal: AbortSignal): Promise<number> {
  await ctx.db.query('DELETE FROM safety_wait WHERE since < now() - make_interval(days => $1)', [keptDays]);
  const waiting = await ctx.db.query<Waiting>(`SELECT request, unified_number, short_address, activity FROM safety_wait ORDER BY since LIMIT ${atOnce}`);
  let came = 0;
  for (const { request, unified_number: unified, short_address: shortAddress, activity } of waiting) {
    if (signal.aborted) break;
    const certificates = await certificatesOf(ctx, unified, signal);
    if (checkSafety(certificates, { shortAddress, activity, today: dayOf(new Date()) }).outcome !== 'passed') continue;
    await ctx.use(requests).tell({ request, message: 'safety-certificate-received', key: `civil-defense/${request}` });
    await ctx.db.query('DELETE FROM safety_wait WHERE request = $1', [request]);
    came += 1;
  }
  return came;
}

export function registerAwaitedCertificates(parts: Pick<Parts, 'ctx'>): void {
  parts.ctx.job({
    name: 'ask-for-certificates',
    cron: '*/15 * * * *',
    input: z.strictObject({}),
    key: () => 'ask-for-certificates',
    attempts: 1,
    timeoutMs: 300_000,
    run: async (_input, { signal }) => void (await askForCertificates(parts, signal)),
  });
}
