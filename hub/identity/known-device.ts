import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Secret } from '../config/secret.ts';
import { cookieOf } from './cookies.ts';
import { keyedHash, sameHash } from './keyed-hash.ts';

const cookieSchema = z.object({ device: z.string(), people: z.array(z.string()) });
/** A shared computer remembers this many people. */
const maxPeople = 5;

/**
 * The device of a browser in which this person has signed in before; `null` for a stranger's. A known device has a budget of failed
 * tries of its own, so that tries of others, also from the same address, never shut its owner out.
 */
export function knownDevice(request: IncomingMessage, cookieName: string, key: Secret, personId: string): string | null {
  const kept = read(cookieOf(request, cookieName), key);
  return kept?.people.includes(tagOf(key, personId)) ? kept.device : null;
}

/** The cookie value by which this browser is known as the person's from now on. */
export function rememberDevice(request: IncomingMessage, cookieName: string, key: Secret, personId: string): string {
  const kept = read(cookieOf(request, cookieName), key) ?? { device: randomBytes(16).toString('base64url'), people: [] };
  const tag = tagOf(key, personId);
  const body = Buffer.from(JSON.stringify({ device: kept.device, people: [tag, ...kept.people.filter((one) => one !== tag)].slice(0, maxPeople) })).toString(
    'base64url',
  );
  return `${body}.${keyedHash(key, 'known-device', body).toString('base64url')}`;
}

function read(cookie: string | null, key: Secret): z.infer<typeof cookieSchema> | null {
  const [body = '', mac = ''] = (cookie ?? '').split('.');
  if (!sameHash(Buffer.from(mac, 'base64url'), keyedHash(key, 'known-device', body))) return null;
  return cookieSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
}

function tagOf(key: Secret, personId: string): string {
  return keyedHash(key, 'known-device-person', personId).toString('base64url').slice(0, 22);
}
