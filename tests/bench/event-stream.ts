import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTestHub, freePort } from '@amanah/testing';
import pg from 'pg';
import { startPostgres } from './bench-postgres.ts';
import { measuredCore, measuringCore, pin } from './machine.ts';
import { startPeer } from './peers/start-peer.ts';
import { cpuSeconds, residentMb } from './process-cpu.ts';
import type { Finding } from './report.ts';

const wanted = 5_000;
const perSecond = 10;
const seconds = 10;
const message = { type: 'notification.created', data: { id: '7d0b6c1e', title: 'x'.repeat(150), at: '2026-01-01T00:00:00Z' } };

interface Readers {
  readonly opened: number;
  counts(): Promise<{ opened: number; events: number; ended: number }>;
  stop(): Promise<void>;
}

interface Load {
  readonly connections: number;
  readonly cores: number;
  readonly delivered: number;
  readonly megabytes: number;
}

/** Open pages on the event stream, ten events a second to each, beside the loop of an Express tutorial. */
export async function measureEventStream(): Promise<Finding[]> {
  const postgres = await startPostgres();
  const url = await postgres.database('bench');
  const hub = await createTestHub({ env: { AMANAH_LOG_LEVEL: 'info', DATABASE_URL: url } });
  const peerPort = await freePort();
  const peer = await startPeer('plain-stream', String(peerPort));
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  try {
    const { cookie } = await hub.signIn('alice', 'alice-password');
    const [person] = (await database.query<{ id: string }>(`SELECT id FROM hub.person WHERE username = 'alice'`)).rows;
    const { streamChannel, streamNotes } = (await import(new URL('../../hub/host/stream-note.ts', import.meta.url).href)) as {
      streamChannel: string;
      streamNotes(persons: readonly string[], message: unknown): readonly string[];
    };
    for (const pid of [hub.pid, peer.pid]) await pin(pid, measuredCore);
    const ours = await load(hub.pid, hub.port, cookie, async () => {
      for (const note of streamNotes([person?.id ?? ''], message)) await database.query('SELECT pg_notify($1, $2)', [streamChannel, note]);
    });
    const body = JSON.stringify(message);
    const plain = await load(peer.pid, peerPort, '', async () => {
      await fetch(`http://127.0.0.1:${peerPort}/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    });
    const perEvent = ({ cores, delivered }: Load) => (cores * seconds * 1_000_000) / delivered;
    const show = (one: Load) =>
      `${one.cores.toFixed(2)} core, ${((100 * one.delivered) / (one.connections * perSecond * seconds)).toFixed(0)} % delivered, ${perEvent(one).toFixed(1)} µs/event, ${Math.round((one.megabytes * 1_024) / one.connections)} KB each`;
    return [
      {
        path: `event stream, ${ours.connections} connections × ${perSecond}/s`,
        ours: show(ours),
        peer: `Express loop ${show(plain)}`,
        ratio: (perEvent(ours) / perEvent(plain)).toFixed(2),
        budget: '≤ 0.6 core',
        met: ours.connections === wanted && ours.cores <= 0.6 && ours.delivered >= 0.99 * wanted * perSecond * seconds,
      },
    ];
  } finally {
    await database.end();
    await peer.stop();
    await hub.remove();
    await postgres.stop();
  }
}

async function load(pid: number, port: number, cookie: string, send: () => Promise<void>): Promise<Load> {
  const before = residentMb(pid);
  const readers = await openReaders(port, cookie);
  try {
    const start = await readers.counts();
    const cpu = cpuSeconds(pid);
    const startedAt = performance.now();
    for (let sent = 0; sent < perSecond * seconds; sent++) {
      await send();
      await sleep(Math.max(0, startedAt + ((sent + 1) * 1_000) / perSecond - performance.now()));
    }
    const cores = (cpuSeconds(pid) - cpu) / seconds;
    await sleep(500);
    const { events } = await readers.counts();
    return { connections: readers.opened, cores, delivered: events - start.events, megabytes: residentMb(pid) - before };
  } finally {
    await readers.stop();
  }
}

async function openReaders(port: number, cookie: string): Promise<Readers> {
  const program = fileURLToPath(new URL('peers/stream-readers.ts', import.meta.url));
  const child = spawn(process.execPath, [program, String(port), String(wanted), cookie], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  if ((await lines.next()).value !== 'ready') throw new Error('the readers of the event stream did not start');
  await pin(child.pid ?? 0, measuringCore);
  const counts: Readers['counts'] = async () => {
    child.stdin.write('\n');
    return JSON.parse(String((await lines.next()).value)) as Awaited<ReturnType<Readers['counts']>>;
  };
  const { opened } = await counts();
  return {
    opened,
    counts,
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      await sleep(1_000);
    },
  };
}
