import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestHub, freePort, type TestHub } from '@amanah/testing';
import { interleaved } from './load.ts';
import { measuredCore, measuringCore, pin } from './machine.ts';
import { startNginx } from './nginx.ts';
import { startPeer } from './peers/start-peer.ts';
import { median, withNoise, type Finding } from './report.ts';

const bytes = 1_024;

/** A request through the gateway, its session checked, beside nginx and beside bare http-proxy-middleware: requests per CPU second. */
export async function measureProxiedRequest(): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-bench-'));
  const [upstreamPort, nginxPort, peerPort] = [await freePort(), await freePort(), await freePort()];
  const nginx = await startNginx(folder, upstreamPort, nginxPort, bytes);
  const peer = await startPeer('plain-proxy', String(peerPort), `http://127.0.0.1:${upstreamPort}`);
  const hub = await createTestHub({ env: { AMANAH_LOG_LEVEL: 'info' } });
  try {
    const { host, cookie } = await enterSystem(hub, folder, upstreamPort);
    for (const pid of [hub.pid, nginx.proxyPid, peer.pid]) await pin(pid, measuredCore);
    await pin(nginx.originPid, measuringCore);
    const [ours, fast, plain] = await interleaved(
      [
        { name: 'gateway', url: `http://127.0.0.1:${hub.port}/data`, headers: { Host: host, Cookie: cookie }, pid: hub.pid },
        { name: 'nginx', url: `http://127.0.0.1:${nginxPort}/data`, pid: nginx.proxyPid },
        { name: 'http-proxy-middleware', url: `http://127.0.0.1:${peerPort}/data`, pid: peer.pid },
      ],
      { rounds: 5, seconds: 3, connections: 32 },
    );
    const show = (values: readonly number[] = []) => `${withNoise(values)} req/CPU s`;
    const ratio = (to: readonly number[] = []) => median(ours?.perCpuSecond ?? []) / median(to);
    return [
      {
        path: 'proxied request, session checked, 1 KB',
        ours: show(ours?.perCpuSecond),
        peer: `nginx ${show(fast?.perCpuSecond)}`,
        ratio: ratio(fast?.perCpuSecond).toFixed(2),
        budget: '≥ 0.08',
        met: ratio(fast?.perCpuSecond) >= 0.08,
      },
      {
        path: 'the same beside bare http-proxy-middleware',
        ours: show(ours?.perCpuSecond),
        peer: `node:http + HPM ${show(plain?.perCpuSecond)}`,
        ratio: ratio(plain?.perCpuSecond).toFixed(2),
        budget: 'for information',
        met: null,
      },
    ];
  } finally {
    await hub.remove();
    await peer.stop();
    await nginx.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Connects the origin as a system and signs in to it, as a browser does by the one-time ticket. */
async function enterSystem(hub: TestHub, folder: string, upstreamPort: number): Promise<{ host: string; cookie: string }> {
  const file = join(folder, 'measured.yaml');
  writeFileSync(
    file,
    `id: measured
title: { ar: نظام القياس, en: Measured system }
owner: it-center
adapter: webapp
connection: { upstream: "http://127.0.0.1:${upstreamPort}", host: measured }
access: signed-in
signIn: { bridge: headers, headers: { X-Remote-User: username } }
`,
  );
  const added = await hub.cli('system', 'add', file);
  if (added.code !== 0) throw new Error(added.stderr);
  const browser = await hub.signIn('alice', 'alice-password');
  const agent = { 'user-agent': 'bench', 'accept-language': 'ar' };
  let location: string | null = null;
  // The running hub hears of the new system a moment after the command has ended.
  for (let attempt = 0; location === null && attempt < 50; attempt++) {
    location = (await browser.fetch('/auth/enter/measured?rd=%2Fdata', { headers: agent })).headers.get('location');
    if (location === null) await sleep(100);
  }
  const ticket = new URL(location ?? '');
  const redeemed = await get(hub.port, ticket.pathname + ticket.search, { ...agent, host: ticket.host });
  const cookie = redeemed.headers['set-cookie']?.[0]?.split(';')[0];
  if (!cookie) throw new Error(`the ticket was answered with ${redeemed.statusCode}`);
  return { host: ticket.host, cookie };
}

/** Node cannot resolve `*.localhost`: the host is named in the header. */
async function get(port: number, path: string, headers: Record<string, string>): Promise<IncomingMessage> {
  const [answer] = (await once(httpRequest({ host: '127.0.0.1', port, path, headers }).end(), 'response')) as [IncomingMessage];
  answer.resume();
  return answer;
}
