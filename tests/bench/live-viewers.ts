import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { createTestHub, freePort } from '@amanah/testing';
import { Agent, request } from 'undici';
import { planBroadcast, startEncoder } from '../e2e/pages/live-lab.ts';
import { startNginx } from './nginx.ts';
import { cpuSeconds } from './process-cpu.ts';
import type { Finding } from './report.ts';

const viewers = 200;
const measuredMs = 20_000;
const segmentsKept = 40;

interface Watched {
  readonly cpu: number;
  readonly megabytes: number;
  readonly segments: number;
  readonly late: number;
}

/** 200 players of one running broadcast on one hub, each asking for the playlist every second and for each new segment, beside nginx with the same files. */
export async function measureLiveViewers(): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-bench-live-'));
  const hub = await createTestHub({ readyMs: 120_000 });
  await hub.addPerson('producer', 'Producer-1448', { role: 'media-officer@pr-media' });
  const plan = await planBroadcast(await hub.signIn('producer', 'Producer-1448'));
  const encoder = startEncoder(plan.address, plan.key, { size: '1280x720', kbps: 1_500 });
  const [originPort, proxyPort] = [await freePort(), await freePort()];
  const nginx = await startNginx(folder, originPort, proxyPort, 1);
  try {
    const stream = `http://127.0.0.1:${hub.port}/api/media/hls/${plan.id}/v/`;
    await until(async () => (await segmentsAt(`${stream}index.m3u8`)).length >= 8);
    const idle = await idleCpu(hub.pid);
    const ours = await watch(stream, hub.pid, idle);
    await keepFiles(stream, join(folder, 'www'));
    const peer = await watchFiles(`http://127.0.0.1:${originPort}/live/`, nginx.originPid);
    const perMegabyte = (one: Watched) => (1_000 * one.cpu) / one.megabytes;
    const ratio = perMegabyte(ours) / perMegabyte(peer);
    const words = (one: Watched) => `${one.cpu.toFixed(2)} CPU s, ${one.megabytes.toFixed(0)} MB, ${one.segments} segments, ${one.late} late`;
    return [
      {
        path: `live: ${viewers} players of one channel for ${measuredMs / 1_000} s (${Math.round((100 * ours.cpu * 1_000) / measuredMs)} % of a core)`,
        ours: words(ours),
        peer: `nginx, same files: ${words(peer)}`,
        ratio: ratio.toFixed(1),
        budget: '—',
        met: true,
      },
    ];
  } finally {
    await encoder.kill();
    await nginx.stop();
    await hub.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** CPU seconds of hub and ffmpeg in the measured time while nobody watches. */
async function idleCpu(pid: number): Promise<number> {
  const before = cpuSeconds(pid);
  await delay(measuredMs / 2);
  return (cpuSeconds(pid) - before) * 2;
}

/** Players of a running broadcast: each waits for the segment after the last one. */
async function watch(stream: string, pid: number, idle: number): Promise<Watched> {
  return measured(pid, idle, async (dispatcher, count) => {
    let last = (await segmentsAt(`${stream}index.m3u8`)).at(-1);
    return async () => {
      const all = names(await count.text(`${stream}index.m3u8`, dispatcher));
      for (const name of last ? all.slice(all.indexOf(last) + 1) : all.slice(-1)) {
        await count.segment(stream + name, dispatcher);
        last = name;
      }
    };
  });
}

/** Players of files that lie there: the playlist and the next segment every second. */
async function watchFiles(stream: string, pid: number): Promise<Watched> {
  const all = await segmentsAt(`${stream}index.m3u8`);
  return measured(pid, 0, async (dispatcher, count) => {
    let next = 0;
    return async () => {
      await count.text(`${stream}index.m3u8`, dispatcher);
      await count.segment(stream + all[next++ % all.length]!, dispatcher);
    };
  });
}

class Counter {
  bytes = 0;
  segments = 0;
  late = 0;

  async text(url: string, dispatcher: Agent): Promise<string> {
    const answer = await request(url, { dispatcher, headers: { 'accept-encoding': 'gzip' } });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    this.bytes += bytes.length;
    if (answer.headers['content-encoding'] !== 'gzip') return bytes.toString();
    return gunzipSync(bytes).toString();
  }

  async segment(url: string, dispatcher: Agent): Promise<void> {
    const begun = Date.now();
    const answer = await request(url, { dispatcher });
    this.bytes += (await answer.body.arrayBuffer()).byteLength;
    if (answer.statusCode !== 200) throw new Error(`${url} was answered with ${answer.statusCode}`);
    this.segments++;
    if (Date.now() - begun > 1_000) this.late++;
  }
}

type Player = (dispatcher: Agent, count: Counter) => Promise<() => Promise<void>>;

async function measured(pid: number, idle: number, player: Player): Promise<Watched> {
  const count = new Counter();
  const dispatcher = new Agent({ connections: viewers, pipelining: 1 });
  const steps = await Promise.all(Array.from({ length: viewers }, () => player(dispatcher, count)));
  const before = cpuSeconds(pid);
  const end = Date.now() + measuredMs;
  await Promise.all(
    steps.map(async (step, index) => {
      await delay((index * 1_000) / viewers);
      while (Date.now() < end) {
        const begun = Date.now();
        await step();
        await delay(Math.max(0, 1_000 - (Date.now() - begun)));
      }
    }),
  );
  const cpu = cpuSeconds(pid) - before - idle;
  await dispatcher.close();
  return { cpu: Math.max(cpu, 0.01), megabytes: count.bytes / 1_000_000, segments: count.segments, late: count.late };
}

/** Lays the latest segments and their playlist down as files. */
async function keepFiles(stream: string, www: string): Promise<void> {
  const folder = join(www, 'live');
  mkdirSync(folder, { recursive: true });
  const text = await (await fetch(`${stream}index.m3u8`)).text();
  for (const name of names(text).slice(-segmentsKept)) writeFileSync(join(folder, name), Buffer.from(await (await fetch(stream + name)).arrayBuffer()));
  writeFileSync(join(folder, 'index.m3u8'), names(text).slice(-segmentsKept).join('\n'));
}

async function segmentsAt(playlist: string): Promise<string[]> {
  const answer = await fetch(playlist);
  return answer.status === 200 ? names(await answer.text()) : (await answer.body?.cancel(), []);
}

function names(playlist: string): string[] {
  return playlist.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

async function until(ready: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 120_000;
  while (!(await ready())) {
    if (Date.now() > end) throw new Error('the broadcast did not begin');
    await delay(250);
  }
}
