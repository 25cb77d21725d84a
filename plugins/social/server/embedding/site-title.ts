import { lookup as lookupAll } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { BlockList } from 'node:net';
import { AmanahError } from '@amanah/errors';
import { Agent, request } from 'undici';
import { z } from 'zod';
import { cleanLine } from '../../shared/clean-text.ts';
import type { FoundFrame } from './frame-sites.ts';

const deadlineMs = 5_000;
const mostBytes = 65_536;
const answer = z.object({ title: z.string().max(1_000) });

const inner = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inner.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inner.addSubnet(network, prefix, 'ipv6');

/** Whether an address belongs to this machine or an inner network: nobody outside may have us call there. */
export function isInner(address: string): boolean {
  // An IPv4 address in the clothes of an IPv6 one is nobody's honest answer.
  return /^::ffff:/i.test(address) || inner.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Names are resolved once, and the address that was looked at is the one that is called. */
const outsideOnly: LookupFunction = (host, options, done) => {
  lookupAll(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '', 4);
    const [first] = found;
    if (!first || found.some(({ address }) => isInner(address))) return done(new Error(`${host} leads to an inner address`), '', 4);
    // Node asks for all addresses where it tries several.
    if (options.all) return (done as unknown as (error: null, found: { address: string; family: number }[]) => void)(null, found);
    done(null, first.address, first.family);
  });
};

/** Asks allowed sites what one of their pages is called: by their oEmbed service, briefly, a little, never an inner address, never further on. */
export class SiteTitles {
  readonly #agent: Agent;
  readonly #allowInner: boolean;

  /** @param allowInner for tests, whose site stands on this machine */
  constructor({ allowInner = false } = {}) {
    this.#allowInner = allowInner;
    this.#agent = new Agent({ connect: { timeout: deadlineMs, ...(allowInner ? {} : { lookup: outsideOnly }) }, maxResponseSize: mostBytes, connections: 4 });
  }

  /** Its title; `null` where the site has no such service or does not answer: the writer types one. */
  async of({ oembed, address }: FoundFrame): Promise<string | null> {
    if (!oembed) return null;
    const url = new URL(oembed);
    url.searchParams.set('url', address);
    url.searchParams.set('format', 'json');
    try {
      // A literal address is not looked up, so it is looked at here.
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (!this.#allowInner && isIP(host) && isInner(host)) throw new AmanahError('HTTP_UNAVAILABLE', { detail: `${host} is an inner address` });
      const { statusCode, body } = await request(url, {
        dispatcher: this.#agent,
        signal: AbortSignal.timeout(deadlineMs),
        headers: { accept: 'application/json' },
      });
      if (statusCode !== 200) {
        await body.dump({ limit: mostBytes });
        return null;
      }
      const { title } = answer.parse(await body.json());
      return cleanLine(title).slice(0, 200) || null;
    } catch {
      return null;
    }
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }
}
