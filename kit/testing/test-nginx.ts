import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from 'undici';
import { freePort, untilListening } from './free-port.ts';
import { makeTestCertificate, type TestCertificate } from './test-certificate.ts';

const deployed = new URL('../../deploy/nginx/', import.meta.url);

export interface TestNginx {
  readonly port: number;
  readonly httpPort: number;
  readonly certificate: TestCertificate;
  /** Sends the requests of `fetch` for any host here, trusting the test's authority. */
  readonly dispatcher: Agent;
  stop(): Promise<void>;
}

/** Files of a ready configuration: what deploy/ holds, filled in as docker-compose does it. Returns the folder. */
export function writeNginxFolder(folder: string, settings: Readonly<Record<string, string>>): void {
  cpSync(new URL('nginx.conf', deployed), join(folder, 'nginx.conf'));
  cpSync(new URL('html/', deployed), join(folder, 'html'), { recursive: true });
  mkdirSync(join(folder, 'conf.d'), { recursive: true });
  const template = readFileSync(new URL('templates/portal.conf.template', deployed), 'utf8');
  const filled = template.replace(/\$\{(AMANAH_\w+)\}/g, (_all, name: string) => {
    const value = settings[name];
    if (value === undefined) throw new Error(`the template asks for ${name}`);
    return value;
  });
  writeFileSync(join(folder, 'conf.d', 'portal.conf'), filled);
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/temp-${name};\n`);
  writeFileSync(join(folder, 'conf.d', 'places.conf'), places.join(''));
}

/**
 * Starts a real nginx with the configuration of deploy/ in front of hubs on these local ports. The certificate is also good for the host
 * `elsewhere.test`, which nginx is not told of.
 */
export async function startTestNginx({
  upstreams,
  hosts,
  port,
}: {
  upstreams: readonly number[];
  hosts: readonly string[];
  port?: number;
}): Promise<TestNginx> {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-nginx-'));
  const at = port ?? (await freePort());
  const httpPort = await freePort();
  const certificate = makeTestCertificate(join(folder, 'tls'), [...hosts, 'elsewhere.test']);
  writeNginxFolder(folder, {
    AMANAH_UPSTREAM: upstreams.map((upstream) => `server 127.0.0.1:${upstream} max_fails=2 fail_timeout=2s;`).join(' '),
    AMANAH_HOSTS: hosts.join(' '),
    AMANAH_HTTP_PORT: `127.0.0.1:${httpPort}`,
    AMANAH_HTTPS_PORT: `127.0.0.1:${at}`,
    AMANAH_NGINX_DIR: folder,
  });
  const args = ['-p', folder, '-c', 'nginx.conf', '-e', join(folder, 'error.log'), '-g', `daemon off; pid ${folder}/nginx.pid; ${runsAs()}`];
  const child = spawn('nginx', args, { stdio: ['ignore', 'ignore', 'inherit'], env: withSbin() });
  await untilListening(at);
  const dispatcher = new Agent({
    connect: {
      ca: certificate.ca,
      lookup: (_host, options, found) => (options.all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4)),
    },
  });
  return {
    port: at,
    httpPort,
    certificate,
    dispatcher,
    async stop() {
      await dispatcher.destroy();
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `nginx -t` on a folder; throws with what nginx says. */
export function checkNginxFolder(folder: string): void {
  execFileSync('nginx', ['-t', '-p', folder, '-c', 'nginx.conf', '-e', 'stderr', '-g', `pid ${folder}/nginx.pid;`], { stdio: 'pipe', env: withSbin() });
}

/** The test's folder is closed to others: as root, the worker processes stay root. */
function runsAs(): string {
  return process.getuid?.() === 0 ? 'user root;' : '';
}

function withSbin(): NodeJS.ProcessEnv {
  return { PATH: `${process.env.PATH}:/usr/sbin` };
}
