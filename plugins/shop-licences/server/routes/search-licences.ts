import { refusalOf, type Locale } from '@amanah/plugin-api';
import { licenceNumber } from '../../contract.ts';
import type { FoundLicences } from '../../shared/register-answers.ts';
import type { Parts } from '../parts.ts';
import type { Municipality } from '../register-config.ts';

type Line = FoundLicences['licences'][number];
const deadlineMs = 8_000;

/** Searches the registers of the municipalities that an official may see; `units` null: all. */
export async function searchLicences({ ctx, registers }: Parts, words: string, units: readonly string[] | null, language: Locale): Promise<FoundLicences> {
  const seen = registers.municipalities.filter(({ unit }) => units === null || units.includes(unit));
  const unasked: Municipality['name'][] = [];
  const byNumberOnly: Municipality['name'][] = [];
  const lists = await Promise.all(
    seen.map(async ({ unit, name }): Promise<readonly Line[]> => {
      const register = registers.of(unit);
      const options = { language, deadlineMs };
      try {
        const { licences } = await register.findByWords({ words }, options);
        return licences.map((one) => ({ ...one, municipality: name }));
      } catch (error) {
        if (refusalOf(error) === 'not-offered') return byNumber(unit, name);
        ctx.log.warn({ err: error, unit }, 'a register could not be searched');
        unasked.push(name);
        return [];
      }
    }),
  );
  return { licences: lists.flat(), unasked, byNumberOnly };

  async function byNumber(unit: string, name: Municipality['name']): Promise<readonly Line[]> {
    if (!licenceNumber.safeParse(words).success) {
      byNumberOnly.push(name);
      return [];
    }
    try {
      const { number, shop, owner, activity, district, validUntil, state } = await registers.of(unit).find({ number: words }, { language, deadlineMs });
      return [{ number, shop, owner: owner.name, activity: activity.name, district, municipality: name, validUntil, state }];
    } catch (error) {
      if (refusalOf(error) !== 'unknown') unasked.push(name);
      return [];
    }
  }
}
