import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parseRoleFile } from '../access/role-file.ts';
import { discover, validate } from './lifecycle.ts';

const root = new URL('../../', import.meta.url);

test('every permission of config/roles.yaml is declared by the manifest of its plugin', async () => {
  const plugins = await discover(new URL('plugins/', root), []);
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  await validate(plugins, { hasUnit: () => true, hasPlugin: () => true, hasSystem: () => true }, quiet);
  const declared = new Set(plugins.flatMap(({ id, manifest }) => [`${id}:*`, ...Object.keys(manifest?.permissions ?? {}).map((name) => `${id}:${name}`)]));
  const roles = parseRoleFile(await readFile(new URL('config/roles.yaml', root), 'utf8'));
  const unknown = roles.flatMap((role) =>
    role.permissions.filter((permission) => permission !== '*' && !declared.has(permission)).map((permission) => `${role.id}: ${permission}`),
  );
  expect(unknown).toEqual([]);
});

test('each permission that a plugin declares is held by a role, or nobody could ever use it', async () => {
  const plugins = await discover(new URL('plugins/', root), []);
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  await validate(plugins, { hasUnit: () => true, hasPlugin: () => true, hasSystem: () => true }, quiet);
  const roles = parseRoleFile(await readFile(new URL('config/roles.yaml', root), 'utf8')).filter((role) => !role.permissions.includes('*'));
  const held = new Set(roles.flatMap((role) => role.permissions));
  const lost = plugins
    .flatMap(({ id, manifest }) => Object.keys(manifest?.permissions ?? {}).map((name) => [`${id}:${name}`, `${id}:*`]))
    .filter((names) => !names.some((name) => held.has(name)));
  expect(lost.map(([name]) => name)).toEqual([]);
});
