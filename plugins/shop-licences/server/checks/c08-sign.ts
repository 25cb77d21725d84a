import type { LicenceRules } from '../activities.ts';
import { passed, unsure, type Finding } from './finding.ts';

/** A sign as the form asks for it, in metres. */
export interface Sign {
  readonly kind?: string | undefined;
  readonly width: number;
  readonly height: number;
  readonly faces?: number | undefined;
}

/** Square metres of all faces; each part of a metre counts as the form measures it. */
export const signArea = (signs: readonly Sign[]): number =>
  Math.round(signs.reduce((sum, { width, height, faces = 1 }) => sum + width * height * faces, 0) * 100) / 100;

/** C8: no face is larger than an officer need not look at. */
export function checkSigns(signs: readonly Sign[], { largestFaceM2 }: Pick<LicenceRules, 'largestFaceM2'>): Finding {
  const largest = Math.max(0, ...signs.map(({ width, height }) => width * height));
  return largest > largestFaceM2 ? unsure('C8', 'checkSignLarge', { area: Math.round(largest * 100) / 100, most: largestFaceM2 }) : passed('C8');
}
