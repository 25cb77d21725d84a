import { Unwritable } from './write-simple.ts';

/** @throws Unwritable for anything but an object */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Unwritable('expected an object');
  return value as Readonly<Record<string, unknown>>;
}

/** A key as a step of a JSON pointer. */
export function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
