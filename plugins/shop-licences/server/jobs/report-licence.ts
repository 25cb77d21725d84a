import { z } from 'zod';
import { licenceNumber } from '../../contract.ts';
import { deadlineMs } from '../outside/establishment.ts';
import type { Parts } from '../parts.ts';

const reported = z.strictObject({ unit: z.string(), number: licenceNumber, cause: z.string() });

/** The job that tells the Commerce register of a licence that was issued or changed, once for its cause. A register that is away is told later. */
export function reportLicenceJob({ ctx, registers }: Pick<Parts, 'ctx' | 'registers'>) {
  return ctx.job({
    name: 'report-licence',
    input: reported,
    key: ({ number, cause }) => `${number}/${cause}`,
    attempts: 12,
    timeoutMs: 60_000,
    async run({ unit, number, cause }) {
      const { unifiedNumber, activity, areaM2, validUntil } = await registers.of(unit).find({ number });
      if (!unifiedNumber || !activity.code) return;
      const body = { number, activity: activity.code, municipality: unit, validUntil, area: areaM2 };
      await ctx.systems.commerceRegister.operation('reportLicence')(
        { unifiedNumber, body },
        { deadlineMs, idempotencyKey: `licence/${number}/${cause}`, case: cause },
      );
    },
  });
}
