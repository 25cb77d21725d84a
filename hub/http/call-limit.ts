import { AmanahError } from '@amanah/errors';
import type { CallLimit } from '@amanah/plugin-api';

/** Networks remembered by one limit; beyond them the ones that called longest ago are forgotten. */
const mostNetworks = 20_000;

/** Counts one call of a network. @throws HTTP_RATE_LIMITED with the seconds until the next one is taken */
export type CountCall = (network: string) => void;

/**
 * A limit on calls per network in this process: as many as a minute has may come at once, then one each time its share of the minute has passed
 * (the generic cell rate algorithm: one number a network). @param now milliseconds
 */
export function callLimit({ perMinute }: CallLimit, now: () => number = Date.now): CountCall {
  const share = 60_000 / perMinute;
  /** Until when each network has used up its shares; in the order of the last call. */
  const usedUntil = new Map<string, number>();
  return (network) => {
    const at = now();
    const from = Math.max(usedUntil.get(network) ?? 0, at);
    const wait = from + share - at - 60_000;
    // A hair more than the minute is the sum of its shares, rounded.
    if (wait > 0.001) throw new AmanahError('HTTP_RATE_LIMITED', { retryAfterSeconds: Math.ceil(wait / 1_000), detail: `${perMinute} a minute` });
    usedUntil.delete(network);
    usedUntil.set(network, from + share);
    if (usedUntil.size > mostNetworks) usedUntil.delete(usedUntil.keys().next().value as string);
  };
}
