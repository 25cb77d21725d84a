import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface BenchNginx {
  readonly originPid: number;
  readonly proxyPid: number;
  stop(): Promise<void>;
}

/** Two private nginx: one serves a static file of `bytes` at `originPort`, the other proxies to it with keep-alive at `proxyPort`. */
export async function startNginx(folder: string, originPort: number, proxyPort: number, bytes: number): Promise<BenchNginx> {
  const root = join(folder, 'www');
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'data'), 'x'.repeat(bytes));
  const origin = await start(
    join(folder, 'origin'),
    `server { listen 127.0.0.1:${originPort}; root ${root}; default_type application/octet-stream; }`,
    originPort,
  );
  const proxy = await start(
    join(folder, 'proxy'),
    `upstream origin { server 127.0.0.1:${originPort}; keepalive 64; }
  server { listen 127.0.0.1:${proxyPort}; location / { proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection ""; } }`,
    proxyPort,
  );
  return {
    originPid: origin.pid,
    proxyPid: proxy.pid,
    async stop() {
      await proxy.stop();
      await origin.stop();
    },
  };
}

async function start(folder: string, servers: string, port: number): Promise<{ pid: number; stop(): Promise<void> }> {
  mkdirSync(join(folder, 'tmp'), { recursive: true });
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/tmp/${kind};`).join(' ');
  writeFileSync(
    join(folder, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;' : ''} daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 1000000; ${temporary}
  ${servers} }
`,
  );
  const child = spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')], { stdio: 'ignore' });
  for (let attempt = 0; attempt < 50; attempt++) {
    const up = await fetch(`http://127.0.0.1:${port}/data`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (up) break;
    await delay(100);
  }
  return {
    pid: child.pid ?? 0,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGQUIT');
      await ended;
    },
  };
}
