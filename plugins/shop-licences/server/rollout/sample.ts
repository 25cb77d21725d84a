import { refusalOf } from '@amanah/plugin-api';
import { shopLicenceRegister, type Licence } from '../../contract.ts';
import type { SampleAnswer } from '../../shared/rollout-answers.ts';
import { ownRegister } from '../register/own-register.ts';
import { stateToday } from '../verify.ts';
import type { Context } from './context.ts';
import { differencesOf } from './differences.ts';
import type { ImportRun } from './import-runs.ts';

const shownDigits = 4;

const sideOf = (licence: Licence) => ({
  shop: licence.shop,
  ownerId: licence.owner.nationalId ? `…${licence.owner.nationalId.slice(-shownDigits)}` : null,
  activity: licence.activity.name,
  district: licence.district,
  areaM2: licence.areaM2.toFixed(2),
  signM2: licence.signM2.toFixed(2),
  issuedOn: licence.issuedOn,
  validUntil: licence.validUntil,
  state: stateToday(licence.state, licence.validUntil),
});

/** The drawn licences of an import as both registers have them now, side by side. */
export async function sampleSideBySide(ctx: Context, { unit, sample }: ImportRun): Promise<SampleAnswer> {
  const legacy = ctx.port(shopLicenceRegister, unit);
  const own = ownRegister(ctx.db, unit, ctx.text);
  const found = (find: Promise<Licence>) =>
    find.catch((error: unknown) => {
      if (refusalOf(error) === 'unknown') return null;
      throw error;
    });
  const licences = [];
  for (const number of sample) {
    const [theirs, ours] = [await found(legacy.find({ number })), await found(own.find({ number }))];
    licences.push({
      number,
      legacy: theirs && sideOf(theirs),
      own: ours && sideOf(ours),
      differ: theirs && ours ? differencesOf(theirs, ours).map(({ field = '' }) => field) : ['number'],
    });
  }
  return { licences };
}
