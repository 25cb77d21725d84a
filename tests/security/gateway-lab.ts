import http, { type IncomingHttpHeaders } from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestHub, type CookieJar, type TestHub, type TestHubOptions } from '@amanah/testing';

/** A hub with systems that a test points where it likes. */
export interface GatewayLab {
  readonly hub: TestHub;
  /** Connects a system; fields beside these are those of its YAML. Resolves when the hub has taken it up. */
  connect(id: string, upstream: string, more?: SystemFields): Promise<void>;
  /** `Host` header of a system. */
  host(id: string): string;
  /** Goes from the portal into a system as a browser does; returns the `Cookie` header for its host. */
  enter(id: string, person?: CookieJar): Promise<string>;
  /** One request to a system; redirects are not followed. */
  ask(id: string, path: string, init?: Ask): Promise<Answer>;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly cookie?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly trailers: NodeJS.Dict<string>;
  readonly body: Buffer;
  readonly text: string;
}

export interface SystemFields {
  readonly access?: string;
  readonly connection?: object;
  readonly [field: string]: unknown;
}

/** Starts a hub for gateway tests, with a person (alice) signed in when asked for. */
export async function openGatewayLab(options: TestHubOptions = {}): Promise<GatewayLab> {
  const hub = await createTestHub({ ...options, env: { AMANAH_LOG_LEVEL: 'info', ...options.env } });
  return labOf(hub, hub.port);
}

/** The lab on a hub that runs; a further replica is known by the public port of the first. */
export function labOf(hub: TestHub, publicPort: number): GatewayLab {
  const host = (id: string) => `${id}.localhost:${publicPort}`;
  // Node cannot resolve `*.localhost` by itself; the hub knows its systems by the Host header.
  const ask: GatewayLab['ask'] = (id, path, init = {}) => request(hub.port, path, { ...init, headers: { host: host(id), ...init.headers } });
  return {
    hub,
    host,
    ask,
    async connect(id, upstream, { connection, access = 'public', ...more } = {}) {
      const folder = join(hub.dataDir, 'systems');
      mkdirSync(folder, { recursive: true });
      const definition = {
        id,
        title: { ar: `نظام ${id}`, en: `System ${id}` },
        owner: 'it-center',
        adapter: 'webapp',
        connection: { upstream, host: id, ...connection },
        access,
        bar: false,
        probe: { path: '/probe', everySeconds: 86_400 },
        ...more,
      };
      // YAML is a superset of JSON.
      writeFileSync(join(folder, `${id}.yaml`), JSON.stringify(definition));
      const deadline = Date.now() + 30_000;
      for (;;) {
        const answer = await ask(id, '/.amanah/bar.css');
        if (answer.status === 200) return;
        if (Date.now() > deadline) throw new Error(`the hub did not take up ${id}: ${hub.log().slice(-2_000)}`);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
    async enter(id, person) {
      const client = person ?? (await hub.signIn('alice', 'alice-password'));
      const entered = await client.fetch(`/auth/enter/${id}?rd=/`, { headers: browser });
      const location = entered.headers.get('location') ?? '';
      if (!location.includes('/.amanah/ticket')) throw new Error(`not let into ${id}: ${entered.status} ${location}`);
      const ticket = await ask(id, new URL(location).pathname + new URL(location).search, { headers: browser });
      const cookie = ticket.headers['set-cookie']?.[0]?.split(';')[0];
      if (ticket.status !== 303 || !cookie) throw new Error(`the ticket into ${id} was answered with ${ticket.status}`);
      return cookie;
    },
  };
}

/** A ticket is bound to the browser that it was made for. */
const browser = { 'user-agent': 'lab', 'accept-language': 'ar' };

function request(port: number, path: string, { method = 'GET', headers = {}, body, cookie }: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = { ...headers, ...(cookie ? { cookie } : {}), ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }) };
    const outgoing = http.request({ port, host: '127.0.0.1', path, method, headers: sent, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      incoming.on('end', () => {
        const whole = Buffer.concat(chunks);
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, trailers: incoming.trailers, body: whole, text: whole.toString() });
      });
    });
    outgoing.on('error', reject).end(body);
  });
}
