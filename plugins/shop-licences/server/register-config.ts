import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { licence } from '../contract.ts';

const text = z.strictObject({ ar: z.string().min(1), en: z.string().min(1) });

/** `config/plugins/shop-licences.yaml`. */
export const registerConfig = z.strictObject({
  /** Municipalities whose licences can be checked; who keeps the register of each stands in `config/ports.yaml`. */
  municipalities: z.array(z.string().min(1)).default([]),
  /** File of licences, relative to the configuration, that our own register starts with; those it has already stay as they are. */
  licences: z.string().optional(),
  /** File of what a licence asks of an activity, relative to the configuration. */
  activities: z.string().default('shop-licences/activities.yaml'),
  /** File of land uses by district; without one a planner gives an opinion on each site. */
  sites: z.string().optional(),
});
export type RegisterConfig = z.infer<typeof registerConfig>;

const organisation = z.object({ units: z.array(z.object({ id: z.string(), name: text })) });
const ownLicence = licence.omit({ state: true }).extend({ unit: z.string().min(1), state: z.enum(['valid', 'suspended', 'cancelled']) });
export type OwnLicence = z.infer<typeof ownLicence>;

/** A municipality by the names of the organisation. */
export interface Municipality {
  readonly unit: string;
  readonly name: { readonly ar: string; readonly en: string };
}

/** The municipalities of the configuration. @throws Error naming a unit that the organisation does not have */
export function municipalitiesOf({ municipalities }: Pick<RegisterConfig, 'municipalities'>, configDir: URL): readonly Municipality[] {
  if (municipalities.length === 0) return [];
  const { units } = organisation.parse(JSON.parse(readFileSync(new URL('organisation.json', configDir), 'utf8')));
  return municipalities.map((unit) => {
    const found = units.find(({ id }) => id === unit);
    if (!found) throw new Error(`config/plugins/shop-licences.yaml: the organisation has no unit ${unit}`);
    return { unit, name: found.name };
  });
}

/** The licences that our own register starts with. @throws Error naming the file, when it is missing, and what is wrong in it */
export function licencesToStartWith({ licences }: Pick<RegisterConfig, 'licences'>, configDir: URL): readonly OwnLicence[] {
  if (licences === undefined) return [];
  const file = new URL(licences, configDir);
  if (!existsSync(file)) throw new Error(`config/${licences} is missing`);
  const read = z.array(ownLicence).safeParse(parse(readFileSync(file, 'utf8')));
  if (read.success) return read.data;
  throw new Error(`config/${licences}: ${read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`);
}
