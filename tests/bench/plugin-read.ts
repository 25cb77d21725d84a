import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestHub, freePort } from '@amanah/testing';
import { startPostgres } from './bench-postgres.ts';
import { interleaved } from './load.ts';
import { measuredCore, pin } from './machine.ts';
import { startPeer } from './peers/start-peer.ts';
import { median, withNoise, type Finding } from './report.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** One row by its key through a plugin's route (session, permission, both schemas, log line, metrics) beside bare node:http + pg: CPU a request. */
export async function measurePluginRead(): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-bench-read-'));
  const surroundings = withRegister(folder);
  const postgres = await startPostgres();
  const url = await postgres.database('bench');
  const hub = await createTestHub({
    env: { AMANAH_LOG_LEVEL: 'info', DATABASE_URL: url, ...surroundings },
  });
  const port = await freePort();
  const peer = await startPeer('plain-read', String(port), url);
  try {
    const { cookie } = await hub.signIn('alice', 'alice-password');
    for (const pid of [hub.pid, peer.pid]) await pin(pid, measuredCore);
    const [ours, plain] = await interleaved(
      [
        { name: 'plugin route', url: `http://127.0.0.1:${hub.port}/api/register/entries/4711`, headers: { Cookie: cookie }, pid: hub.pid },
        { name: 'node:http + pg', url: `http://127.0.0.1:${port}/entries/4711`, pid: peer.pid },
      ],
      { rounds: 5, seconds: 3, connections: 16 },
    );
    const micros = (rates: readonly number[] = []) => rates.map((rate) => 1_000_000 / rate);
    const ratio = median(micros(ours?.perCpuSecond)) / median(micros(plain?.perCpuSecond));
    return [
      {
        path: 'plugin read: session, permission, one indexed row',
        ours: `${withNoise(micros(ours?.perCpuSecond))} µs CPU`,
        peer: `node:http + pg ${withNoise(micros(plain?.perCpuSecond))} µs CPU`,
        ratio: ratio.toFixed(2),
        budget: '≤ 2.5',
        met: ratio <= 2.5,
      },
    ];
  } finally {
    await peer.stop();
    await hub.remove();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Configuration and plugins of this Amanah with the measured plugin among them, and its permission given to everybody. */
function withRegister(folder: string): { AMANAH_CONFIG_DIR: string; AMANAH_PLUGINS_DIR: string } {
  const [config, plugins] = [join(folder, 'config'), join(folder, 'plugins')];
  cpSync(join(root, 'config'), config, { recursive: true });
  const roles = readFileSync(join(config, 'roles.yaml'), 'utf8');
  writeFileSync(join(config, 'roles.yaml'), roles.replace("'services:rating.write',", "'register:entry.read', 'services:rating.write',"));
  mkdirSync(plugins);
  for (const id of readdirSync(join(root, 'plugins'))) symlinkSync(join(root, 'plugins', id), join(plugins, id));
  symlinkSync(join(root, 'tests/bench/plugins/register'), join(plugins, 'register'));
  return { AMANAH_CONFIG_DIR: config, AMANAH_PLUGINS_DIR: plugins };
}
