import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  CookieJar,
  createTestHub,
  freePort,
  startTestNginx,
  startTestPostgres,
  startTestRedis,
  type TestHub,
  type TestNginx,
  type TestPostgres,
  type TestRedis,
} from '@amanah/testing';
import { Secret, TOTP } from 'otpauth';

const root = new URL('../../../', import.meta.url);
const password = 'Qasr-Al-Uqair-1444';

/** The production shape on one machine: nginx with TLS, two web replicas, two workers, PostgreSQL with an ordinary owner, Redis. */
export interface ProductionShape {
  readonly origin: string;
  readonly nginx: TestNginx;
  readonly postgres: TestPostgres;
  readonly web: TestHub[];
  readonly workers: TestHub[];
  redis: TestRedis;
  /** A browser's requests through nginx, without a session. */
  visitor(host?: string): CookieJar;
  /** A member of staff with two factors, made by the command line, signed in through nginx. */
  staff(): Promise<CookieJar>;
  startWeb(at: number): Promise<void>;
  startWorker(at: number): Promise<void>;
  startRedis(): Promise<void>;
  stop(): Promise<void>;
}

export async function startProductionShape(): Promise<ProductionShape> {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-shape-'));
  const [postgres, httpsPort, redisPort, ...webPorts] = await Promise.all([startTestPostgres(), freePort(), freePort(), freePort(), freePort()]);
  const redisFolder = join(folder, 'redis');
  mkdirSync(redisFolder);
  const redis = await startTestRedis(redisPort, redisFolder);
  const origin = `https://portal.amanah.test:${httpsPort}`;
  const env = {
    PUBLIC_URL: origin,
    AMANAH_GATEWAY_DOMAIN: 'amanah.test',
    AMANAH_SEAL_KEY: randomBytes(32).toString('base64'),
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    AMANAH_TRUST_PROXY: '127.0.0.1',
    AMANAH_PLUGINS_DIR: pluginsWithLedger(join(folder, 'plugins')),
  };
  const start = (role: 'web' | 'worker', port?: number) =>
    createTestHub({ profile: 'production', signIn: 'national', role, env, readyMs: 120_000, ...(port ? { port } : {}) });
  const first = await start('web', webPorts[0]);
  const [second, ...workers] = await Promise.all([start('web', webPorts[1]), start('worker'), start('worker')]);
  const nginx = await startTestNginx({ upstreams: webPorts, hosts: ['portal.amanah.test', '*.amanah.test'], port: httpsPort });

  const shape: ProductionShape = {
    origin,
    nginx,
    postgres,
    web: [first, second],
    workers,
    redis,
    visitor: (host = 'portal.amanah.test') => new CookieJar(`https://${host}:${httpsPort}`, nginx.dispatcher),
    async staff() {
      const id = `clerk-${randomBytes(4).toString('hex')}`;
      const added = await first.cli('user', 'add', '--id', id, '--password', password, '--name-ar', 'موظف', '--name-en', 'Clerk', '--json');
      if (added.code !== 0) throw new Error(`user add: ${added.stdout}${added.stderr}`);
      const secret = /[A-Z2-7]{16,}/.exec(added.stdout)?.[0] ?? '';
      const jar = shape.visitor();
      await jar.signIn(id, password, () => new TOTP({ secret: Secret.fromBase32(secret) }).generate());
      return jar;
    },
    async startWeb(at) {
      shape.web[at] = await start('web', webPorts[at]);
    },
    async startWorker(at) {
      shape.workers[at] = await start('worker');
    },
    async startRedis() {
      shape.redis = await startTestRedis(redisPort, redisFolder);
    },
    async stop() {
      await nginx.stop();
      await Promise.all([...shape.web, ...shape.workers].map((hub) => hub.remove()));
      await shape.redis.stop();
      await postgres.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return shape;
}

/** The product's own plugins and one that counts what its jobs do. */
function pluginsWithLedger(folder: string): string {
  mkdirSync(folder);
  const own = fileURLToPath(new URL('plugins/', root));
  for (const id of readdirSync(own)) symlinkSync(join(own, id), join(folder, id));
  symlinkSync(fileURLToPath(new URL('../fixtures/ledger', import.meta.url)), join(folder, 'ledger'));
  return folder;
}
