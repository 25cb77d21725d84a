import type { IncomingMessage } from 'node:http';
import express from 'express';

/** Tells the visitor's address: the peer's, or what trusted proxies in front of the hub say, read from the nearest one outwards. */
export function clientAddress(trustProxy: readonly string[]): (request: Pick<IncomingMessage, 'headers' | 'socket'>) => string {
  // Express compiles the same setting for the portal: one meaning of AMANAH_TRUST_PROXY in the whole hub.
  const app = express();
  app.set('trust proxy', [...trustProxy]);
  const trusted = app.get('trust proxy fn') as (address: string, hop: number) => boolean;
  return ({ headers, socket }) => {
    const said = [headers['x-forwarded-for'] ?? []]
      .flat()
      .join(',')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
    const hops = [socket.remoteAddress ?? '', ...said.reverse()];
    let at = 0;
    while (at < hops.length - 1 && trusted(hops[at]!, at)) at++;
    // Old software compares addresses as text: IPv4 as it knows it.
    return hops[at]!.replace(/^::ffff:(?=\d+\.)/, '');
  };
}
