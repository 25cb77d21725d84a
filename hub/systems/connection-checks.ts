import { lookup } from 'node:dns/promises';
import { connect as connectTls } from 'node:tls';
import type { ConnectionCheck } from '@amanah/plugin-api';
import type { WebSystemDefinition } from './definition.ts';
import { readPage, type ProbeResult } from './probe.ts';

type Check = ConnectionCheck;
/** Above this a person feels the wait at every click. */
const feltMs = 1_500;
const tlsMs = 10_000;
const certificateDays = 30;

export interface CheckedFacts {
  readonly definition: WebSystemDefinition;
  /** Its own certification authority, in PEM. */
  readonly ca?: string;
  readonly probe: ProbeResult;
  hasClient(id: string): Promise<boolean>;
}

/** Tries a right definition, whose names are free, step by step; every step has a name, a time and what was found. Nothing is changed anywhere. */
export async function connectionChecks({ definition, ca, probe, hasClient }: CheckedFacts): Promise<readonly Check[]> {
  const { connection, signIn } = definition;
  const upstream = new URL(connection.upstream);
  const [name, tls, page] = await Promise.all([
    nameCheck(upstream.hostname),
    upstream.protocol === 'https:' && probe.reached ? certificateCheck(upstream, ca) : skipped('certificate'),
    probe.reached ? pageCheck(definition, ca) : skipped('page'),
  ]);
  return [
    { id: 'definition', state: 'passed', ms: null, found: null },
    { id: 'host', state: 'passed', ms: null, found: connection.host },
    name,
    { id: 'answer', state: probe.reached ? 'passed' : 'failed', ms: probe.ms, found: probe.reason ?? String(probe.status) },
    probe.ms === null ? skipped('speed') : { id: 'speed', state: probe.ms > feltMs ? 'warning' : 'passed', ms: probe.ms, found: null },
    tls,
    page,
    ...(signIn.bridge === 'form' ? [probe.reached ? await formCheck(definition, signIn, ca) : skipped('signIn')] : []),
    ...(signIn.bridge === 'oidc'
      ? [{ id: 'client', state: (await hasClient(signIn.client)) ? 'passed' : 'failed', ms: null, found: signIn.client } satisfies Check]
      : []),
  ];
}

function skipped(id: Check['id']): Check {
  return { id, state: 'skipped', ms: null, found: null };
}

async function timed(id: Check['id'], work: () => Promise<Pick<Check, 'state' | 'found'>>): Promise<Check> {
  const startedAt = performance.now();
  const result = await work().catch((error: NodeJS.ErrnoException) => ({ state: 'failed' as const, found: reasonOf(error) }));
  return { id, ms: Math.round(performance.now() - startedAt), ...result };
}

function reasonOf(error: NodeJS.ErrnoException): string {
  return (error.cause as NodeJS.ErrnoException | undefined)?.code ?? error.code ?? error.message;
}

function nameCheck(host: string): Promise<Check> {
  return timed('name', async () => ({ state: 'passed', found: (await lookup(host.replace(/^\[|\]$/g, ''))).address }));
}

function certificateCheck(upstream: URL, ca?: string): Promise<Check> {
  return timed(
    'certificate',
    () =>
      new Promise((resolve, reject) => {
        const socket = connectTls(
          { host: upstream.hostname, port: Number(upstream.port || 443), servername: upstream.hostname, timeout: tlsMs, ...(ca === undefined ? {} : { ca }) },
          () => {
            const until = new Date(socket.getPeerCertificate().valid_to);
            socket.destroy();
            resolve({ state: until.getTime() - Date.now() < certificateDays * 86_400_000 ? 'warning' : 'passed', found: until.toISOString() });
          },
        );
        socket.on('timeout', () => socket.destroy(new Error('timeout')));
        socket.on('error', reject);
      }),
  );
}

/** Whether the first page is HTML, in which the bar can be put. */
function pageCheck(definition: WebSystemDefinition, ca?: string): Promise<Check> {
  return timed('page', async () => {
    const { type } = await readPage(definition, definition.probe.path, ca);
    return { state: type.includes('html') || !definition.bar ? 'passed' : 'warning', found: type.split(';')[0] || null };
  });
}

/** Whether the sign-in page holds the fields that the definition names. */
function formCheck(definition: WebSystemDefinition, bridge: Extract<WebSystemDefinition['signIn'], { bridge: 'form' }>, ca?: string): Promise<Check> {
  return timed('signIn', async () => {
    const { result, text } = await readPage(definition, bridge.page, ca);
    if (result.status !== 200) return { state: 'failed', found: `${bridge.page}: ${result.reason ?? `status ${result.status}`}` };
    const names = new Set([...text.matchAll(/\bname\s*=\s*["']?([^"'\s>]+)/gi)].map((match) => match[1]));
    const missing = [bridge.usernameField, bridge.passwordField].filter((field) => !names.has(field));
    return { state: missing.length > 0 ? 'failed' : 'passed', found: missing.join(', ') || bridge.page };
  });
}
