import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import { quoteAnswer } from '../../shared/payment-answers.ts';
import type { Context } from '../context.ts';
import { answeredFigures } from '../tariffs/answered-figures.ts';
import type { TariffLibrary } from '../tariffs/tariff-library.ts';
import { dayOf } from '../today.ts';

const longestFigures = 4_000;
const figures = z.record(z.string().max(60), z.unknown());

/** What a service would cost, for anybody: fees are public, and so is how they are reckoned. */
export function registerQuotes(ctx: Context, tariffs: TariffLibrary): void {
  ctx.route({
    method: 'get',
    path: '/quotes/{tariff}',
    access: { public: 'fees and how they are reckoned are public; nothing is kept of who asks' },
    limit: { perMinute: 600 },
    summary: 'Estimate of fees by a tariff, or by the code of a service, with the figures it asks for, or the answers of its form, as a JSON object',
    input: z.strictObject({ tariff: z.string().max(60), figures: z.string().max(longestFigures).default('{}') }),
    output: quoteAnswer,
    handle: async (input) => {
      const today = dayOf(new Date());
      const { id, title, illustrative, inForce } = tariffs.find(input.tariff, today);
      const asked = figuresOf(input.figures);
      // A form asks with its answers as they are; the tariff says which of them are its figures.
      const answered = typeof asked['municipality'] === 'string' ? answeredFigures(inForce.version, [asked], asked['municipality']) : asked;
      const { lines, total } = tariffs.quote(input.tariff, { ...asked, ...answered }, today);
      const { basis, from } = inForce.version;
      return { tariff: id, title, basis, from, illustrative, lines: [...lines], total };
    },
  });
}

function figuresOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return figures.parse(JSON.parse(text));
  } catch (cause) {
    throw new AmanahError('HTTP_INVALID_INPUT', { fields: [{ path: 'figures', message: 'a JSON object of figures' }], cause });
  }
}
