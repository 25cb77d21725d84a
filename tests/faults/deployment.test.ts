import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNginxFolder, makeTestCertificate, writeNginxFolder } from '@amanah/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'amanah-deployment-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Service {
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
}

describe('docker-compose.yml', () => {
  let services: Readonly<Record<string, Service>>;
  beforeAll(() => {
    cpSync(join(root, 'docker-compose.yml'), join(folder, 'docker-compose.yml'));
    cpSync(join(root, 'deploy'), join(folder, 'deploy'), { recursive: true });
    writeFileSync(join(folder, 'deploy/.env'), read('deploy/env.example').replace('POSTGRES_PASSWORD=set-in-deploy-env', 'POSTGRES_PASSWORD=one-of-ours'));
    writeFileSync(join(folder, 'deploy/seal.key'), 'x');
    const shown = execFileSync('docker-compose', ['--env-file', 'deploy/.env', 'config'], { cwd: folder, encoding: 'utf8' });
    services = (parse(shown) as { services: Record<string, Service> }).services;
  });

  test('is accepted by docker-compose and shows web, worker, the one for encoders, nginx, PostgreSQL and Redis', () => {
    expect(Object.keys(services).sort()).toEqual(['encoders', 'nginx', 'postgres', 'redis', 'web', 'worker']);
    expect([services['web']?.command, services['worker']?.command]).toEqual([
      ['--role', 'web'],
      ['--role', 'worker'],
    ]);
    for (const role of ['web', 'worker']) {
      expect(services[role]?.environment).toMatchObject({
        AMANAH_PROFILE: 'production',
        PUBLIC_URL: 'https://portal.example.gov.sa',
        DATABASE_URL: 'postgres://amanah:one-of-ours@postgres:5432/amanah',
      });
    }
  });

  test('gives the hub only settings that it knows', () => {
    const known = read('hub/config/environment.ts');
    for (const name of Object.keys(services['web']?.environment ?? {})) {
      if (!['PORTAL_HOST', 'POSTGRES_PASSWORD'].includes(name)) expect(known, name).toContain(`  ${name}:`);
    }
  });

  test('fills every variable of the nginx template', () => {
    const asked = [...read('deploy/nginx/templates/portal.conf.template').matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(services['nginx']?.environment ?? {})).toEqual(expect.arrayContaining([...new Set(asked)]));
  });
});

describe('the nginx configuration', () => {
  const settings = () => ({
    AMANAH_UPSTREAM: 'server 127.0.0.1:4700;',
    AMANAH_HOSTS: 'portal.amanah.test *.amanah.test',
    AMANAH_HTTP_PORT: '127.0.0.1:4780',
    AMANAH_HTTPS_PORT: '127.0.0.1:4781',
    AMANAH_NGINX_DIR: folder,
  });

  test('passes nginx -t, and a spoilt one does not', () => {
    makeTestCertificate(join(folder, 'tls'), ['portal.amanah.test']);
    writeNginxFolder(folder, settings());
    expect(() => checkNginxFolder(folder)).not.toThrow();
    writeNginxFolder(folder, { ...settings(), AMANAH_UPSTREAM: 'server' });
    expect(() => checkNginxFolder(folder)).toThrow(/emerg/);
  });

  test('allows exactly the style of the page that it shows when no replica answers', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(read('deploy/nginx/html/unavailable.html'))?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(read('deploy/nginx/templates/portal.conf.template')).toContain(`style-src 'sha256-${hash}'`);
  });
});
