import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../config/secret.ts';

/** A hash that only this hub can make; `purpose` keeps hashes of one use from being good for another. */
export function keyedHash(key: Secret, purpose: string, text: string): Buffer {
  return createHmac('sha256', Buffer.from(key.reveal(), 'base64')).update(`${purpose}\n${text}`).digest();
}

/** Whether two hashes are the same, in a time that says nothing about where they differ. */
export function sameHash(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
