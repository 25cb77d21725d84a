import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AdapterError, type Adapter } from '@amanah/adapter-api';
import { errorDefinition } from '@amanah/errors';
import { describe, expect, test } from 'vitest';
import { webSystemSchema } from '../../hub/systems/definition.ts';
import { callError } from '../../hub/systems/calls/call-error.ts';

// Rules of docs/quality that a look at the adapter itself can hold.

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');

/** The least that connects a system of each adapter, and where its secret stands. */
const least: Readonly<
  Record<string, { readonly given: Record<string, unknown>; readonly needed: string; withSecret(value: unknown): Record<string, unknown> }>
> = {
  openapi: {
    given: { document: { url: 'https://register.example/openapi.json' } },
    needed: 'document',
    withSecret: (value) => ({
      document: { url: 'https://register.example/openapi.json' },
      credentials: [{ kind: 'oauth2', scheme: 'client', clientId: 'amanah', clientSecret: value }],
    }),
  },
  soap: {
    given: { wsdl: { url: 'https://register.example/service?wsdl' } },
    needed: 'wsdl',
    withSecret: (value) => ({
      wsdl: { url: 'https://register.example/service?wsdl' },
      security: { usernameToken: { username: 'amanah', password: value } },
    }),
  },
  sql: {
    given: { url: 'mariadb://register.example:3306/register', user: 'amanah', password: { secret: 'password' } },
    needed: 'user',
    withSecret: (value) => ({ url: 'mariadb://register.example:3306/register', user: 'amanah', password: value }),
  },
  files: {
    given: { folder: { at: 'sftp', url: 'sftp://files.example/out', username: 'amanah', password: { secret: 'password' } } },
    needed: 'folder',
    withSecret: (value) => ({ folder: { at: 'sftp', url: 'sftp://files.example/out', username: 'amanah', password: value } }),
  },
};
const called = Object.keys(least);

/** What a person can do about it stands under each of these. */
const occasions = ['Down', 'Slow', 'Refuses', 'Changes'];
/** Commands of `amanah system` by their names. */
const commands = [...read('hub/systems/cli.ts').matchAll(/\.command\('([a-z]+)'\)/g)].map(([, name]) => name as string);

describe.each(called)('adapter %s', (name) => {
  const { given, needed, withSecret } = least[name]!;

  test('valid manifest: it names its protocol and its owner; an unknown field, a missing field and a plain secret are refused', async () => {
    const { adapter } = (await import(`../../adapters/${name}/src/adapter.ts`)) as { adapter: Adapter<unknown> };
    expect(adapter.protocol).toBe(name);
    expect(read('CODEOWNERS')).toMatch(new RegExp(`^/adapters/${name}/ @\\S+$`, 'm'));
    const isTaken = (config: unknown) => adapter.config.safeParse(config).success;
    expect([isTaken(given), isTaken(withSecret({ secret: 'password' }))]).toEqual([true, true]);
    expect(isTaken({ ...given, unheardOf: true })).toBe(false);
    expect(isTaken(Object.fromEntries(Object.entries(given).filter(([field]) => field !== needed)))).toBe(false);
    expect(isTaken(withSecret('plain-password'))).toBe(false);
  });

  test('translated: every outcome that it can give has its words in Arabic and English', () => {
    const sources = readdirSync(`${root}adapters/${name}/src`, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('testing/'),
    );
    const own = new Set(
      sources.flatMap((file) => [...read(`adapters/${name}/src/${file}`).matchAll(/AdapterError\(\s*'([a-z-]+)'/g)].map(([, outcome]) => outcome)),
    );
    expect(own.size).toBeGreaterThan(2);
    for (const outcome of own)
      for (const mayBeWritten of [false, true]) {
        const error = new AdapterError(outcome as AdapterError['outcome'], 'said by the system', { reached: 'yes' });
        const { code } = callError(error, { title: { ar: 'النظام', en: 'The system' }, language: 'ar', mayBeWritten });
        const { ar, en } = errorDefinition(code);
        expect([ar.title, ar.action].join(' '), code).toMatch(/[\u0621-\u064a]{2,}.* .*[\u0621-\u064a]{2,}/);
        expect([en.title, en.action].join(' '), code).toMatch(/[A-Za-z]{2,}.* .*[A-Za-z]{2,}/);
      }
  });

  test('runbook: a dated page says what to do when the system is down, slow, refuses or changes, with commands that exist', () => {
    const page = read(`adapters/${name}/RUNBOOK.md`);
    const dated = /^Written: (\d{4}-\d{2}-\d{2})/m.exec(page)?.[1];
    expect(Number.isNaN(Date.parse(dated ?? ''))).toBe(false);
    const sections = page.split(/^## /m).slice(1);
    expect(sections.map((section) => section.split('\n')[0])).toEqual(expect.arrayContaining(occasions));
    for (const occasion of occasions) {
      const section = sections.find((one) => one.startsWith(`${occasion}\n`))!;
      const used = [...section.matchAll(/`amanah system ([a-z]+)/g)].map(([, command]) => command);
      expect(used.length, occasion).toBeGreaterThan(0);
      expect(commands, occasion).toEqual(expect.arrayContaining(used));
    }
  });
});

test('valid manifest, webapp: it names its owner; an unknown field, a missing field and a secret in the definition are refused', () => {
  expect(read('CODEOWNERS')).toMatch(/^\/adapters\/webapp\/ @\S+$/m);
  const connection = { upstream: 'https://gis.example', host: 'gis' };
  const given = { id: 'gis', title: { ar: 'الخرائط', en: 'Maps' }, owner: 'it-center', adapter: 'webapp', connection, access: 'signed-in' };
  const isTaken = (definition: object) => webSystemSchema.safeParse(definition).success;
  expect(isTaken(given)).toBe(true);
  expect(isTaken({ ...given, connection: { ...connection, unheardOf: true } })).toBe(false);
  expect(isTaken({ ...given, connection: { host: 'gis' } })).toBe(false);
  // People's passwords are given by themselves and sealed; a definition has no place for one.
  expect(isTaken({ ...given, signIn: { bridge: 'basic', password: 'plain-password' } })).toBe(false);
});
