import { readFileSync } from 'node:fs';
import { foldText } from '@amanah/plugin-api';
import { parse } from 'yaml';
import { z } from 'zod';
import { landmarkKind, landUse } from './activities.ts';

const point = z.strictObject({ latitude: z.number(), longitude: z.number() });
const names = z.array(z.string().min(2)).min(1);
const street = z.strictObject({ names, widthM: z.number().positive(), commercial: z.boolean().default(false) });
const district = z.strictObject({
  id: z.string(),
  unit: z.string(),
  names,
  centre: point,
  radiusM: z.number().positive(),
  use: landUse,
  streets: z.array(street),
});
const landmark = z.strictObject({ kind: landmarkKind, names, at: point });
const file = z.strictObject({ districts: z.array(district), landmarks: z.array(landmark) });

type Point = z.infer<typeof point>;
export type District = z.infer<typeof district>;
type Street = z.infer<typeof street>;
export type SiteData = z.infer<typeof file>;

/** Where a shop is, as its form says it. */
export interface Site {
  readonly latitude?: number | undefined;
  readonly longitude?: number | undefined;
  readonly district?: string | undefined;
  readonly street?: string | undefined;
  readonly shortAddress?: string | undefined;
}

export const noSites: SiteData = { districts: [], landmarks: [] };

/** @throws Error naming the file and what is wrong in it */
export function readSites(name: string, configDir: URL): SiteData {
  const read = file.safeParse(parse(readFileSync(new URL(name, configDir), 'utf8')));
  if (!read.success) throw new Error(`config/${name}: ${z.prettifyError(read.error)}`);
  return read.data;
}

const earthM = 6_371_000;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Metres between two points, along the ground. */
export function metresBetween(one: Point, other: Point): number {
  const [north, east] = [radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)];
  const across = Math.sin(north / 2) ** 2 + Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(east / 2) ** 2;
  return 2 * earthM * Math.asin(Math.sqrt(across));
}

export const pointOf = ({ latitude, longitude }: Site): Point | null => (latitude === undefined || longitude === undefined ? null : { latitude, longitude });

const isNamed = (one: { readonly names: readonly string[] }, text: string | undefined) => {
  const said = foldText(text ?? '');
  return said !== '' && one.names.some((name) => said === foldText(name) || said.includes(foldText(name)));
};

/** The district that a site names, or in whose circle its point lies. */
export function districtOf({ districts }: SiteData, site: Site): District | null {
  const named = districts.find((one) => isNamed(one, site.district));
  const at = pointOf(site);
  if (named || !at) return named ?? null;
  const near = districts.map((one) => ({ one, metres: metresBetween(one.centre, at) })).filter(({ one, metres }) => metres <= one.radiusM);
  return near.sort((a, b) => a.metres - b.metres)[0]?.one ?? null;
}

export const streetOf = ({ streets }: District, site: Site): Street | null => streets.find((one) => isNamed(one, site.street)) ?? null;
