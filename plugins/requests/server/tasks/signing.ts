import { AmanahError } from '@amanah/errors';
import type { Actor } from '@amanah/plugin-api';

/** Forms of tasks that end with a signature. */
const signing = new Set(['signature', 'penalty']);
const twoFactors = 'urn:amanah:acr:2';
const freshSeconds = 300;

/** Whether ending a task with this form is a signature, which takes two fresh factors. */
export function signs(form: string | null): boolean {
  return form !== null && signing.has(form);
}

/** @throws HTTP_STEP_UP_NEEDED */
export function assertMaySign({ acr, authTime }: Pick<Actor, 'acr' | 'authTime'>, now = Date.now()): void {
  if (acr !== twoFactors || now / 1_000 - authTime > freshSeconds) throw new AmanahError('HTTP_STEP_UP_NEEDED');
}
