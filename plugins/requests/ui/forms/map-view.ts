import type { GeoPoint } from '../../shared/forms/form-types.ts';

/** What of the earth a map shows: degrees of longitude across, around a centre. */
export interface View {
  readonly centre: GeoPoint;
  readonly span: number;
}

/** Drawing size of the map. */
export const SIZE = { width: 640, height: 320 } as const;

const KILOMETRES_A_DEGREE = 111.32;
const DIGITS = 1e5;
/** Box that holds the province (identifiers.md, 10). */
const BOX = { south: 24, north: 29.5, west: 44, east: 51.5 } as const;

/** Degrees of latitude look longer than those of longitude, the more the farther from the equator. */
const stretch = (view: View) => Math.cos((view.centre.latitude * Math.PI) / 180);
const unitsADegree = (view: View) => SIZE.width / view.span;

/** Where a point lies in the drawing. */
export function project(view: View, { latitude, longitude }: GeoPoint): { readonly x: number; readonly y: number } {
  const units = unitsADegree(view);
  return {
    x: SIZE.width / 2 + (longitude - view.centre.longitude) * units,
    y: SIZE.height / 2 - ((latitude - view.centre.latitude) * units) / stretch(view),
  };
}

/** Longitude of a place in the drawing. */
export function longitudeAt(view: View, x: number): number {
  return view.centre.longitude + (x - SIZE.width / 2) / unitsADegree(view);
}

/** Latitude of a place in the drawing. */
export function latitudeAt(view: View, y: number): number {
  return view.centre.latitude - ((y - SIZE.height / 2) * stretch(view)) / unitsADegree(view);
}

/** The point to five digits (about a metre), within the province. */
export function limited({ latitude, longitude }: GeoPoint): GeoPoint {
  const round = (degrees: number, least: number, most: number) => Math.round(Math.min(most, Math.max(least, degrees)) * DIGITS) / DIGITS;
  return { latitude: round(latitude, BOX.south, BOX.north), longitude: round(longitude, BOX.west, BOX.east) };
}

/** A scale bar of a round length, about a fifth of the drawing. */
export function scaleOf(view: View): { readonly kilometres: number; readonly width: number } {
  const across = view.span * KILOMETRES_A_DEGREE * stretch(view);
  const wanted = across / 5;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const kilometres = [5, 2, 1].map((step) => step * power).find((length) => length <= wanted) ?? power;
  return { kilometres: Number(kilometres.toPrecision(2)), width: (kilometres / across) * SIZE.width };
}
