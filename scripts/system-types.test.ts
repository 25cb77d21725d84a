import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { operationsDocument } from '../hub/systems/connect/operations-document.ts';
import { systemTypes } from './system-types.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const title = { ar: 'السجل التجاري', en: 'Commerce register' };
const about = { title, from: 'getCompany', effect: 'read', idempotent: true, deadlineMs: 1, cacheSeconds: 0, access: 'operations:system.manage' } as const;
const company = {
  $ref: '#/$defs/Company',
  $defs: {
    Company: { type: 'object', properties: { name: { type: 'string' }, branches: { type: 'array', items: { $ref: '#/$defs/Company' } } }, required: ['name'] },
  },
};
const register = operationsDocument({ id: 'commerce-register', title }, [
  { ...about, name: 'company', input: { type: 'object', properties: { unifiedNumber: { type: 'string' } }, required: ['unifiedNumber'] }, output: company },
]);
const shops = operationsDocument({ id: 'shops', title }, [
  { ...about, name: 'find', input: {}, output: { type: 'object', properties: { state: { enum: ['valid', 'ended'] } }, required: ['state'] } },
]);

const plugin = `import { defineManifest, definePlugin } from '@amanah/plugin-api';
const manifest = defineManifest({ id: 'parks', api: '^1.0.0', owner: 'parks', title: 't', locales: ['ar'], permissions: {}, systems: { commerceRegister: 'openapi', shops: 'soap', other: 'sql' } });
definePlugin({
  manifest,
  setup(ctx) {
    const work = async () => {
      const found = await ctx.systems.commerceRegister.company({ unifiedNumber: '7' }, { case: 'EA-1' });
      const name: string | undefined = found.branches?.[0]?.name;
      const { state } = await ctx.systems.shops.find({});
      const word: 'valid' | 'ended' = state;
      for await (const page of ctx.systems.shops.find.pages({})) void page.state;
      const untyped: unknown = await ctx.systems.other.operation('anything')({});
      // @ts-expect-error a misspelt field of the input
      await ctx.systems.commerceRegister.company({ unifiedNumbr: '7' });
      // @ts-expect-error an operation that was not chosen
      await ctx.systems.commerceRegister.sell({});
      // @ts-expect-error a field that the answer does not have
      void found.owner;
      // @ts-expect-error a system without a declaration has no operations by name
      await ctx.systems.other.anything({});
      return [name, word, untyped];
    };
    void work;
    return undefined;
  },
});
`;

test('operations of systems are typed in plugins by the file that is made, also those whose answers go round in themselves', { timeout: 120_000 }, async () => {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(root, '.cache/system-types-'));
  try {
    writeFileSync(
      join(folder, 'systems.d.ts'),
      await systemTypes([
        { id: 'commerce-register', document: register },
        { id: 'shops', document: shops },
      ]),
    );
    writeFileSync(join(folder, 'plugin.ts'), plugin);
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../../tsconfig.json', compilerOptions: { skipLibCheck: false, types: [] }, include: ['*.ts'], exclude: [] }),
    );
    const { stdout, status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder], { cwd: root, encoding: 'utf8' });
    expect(stdout.split('\n').filter((line) => line.includes('system-types-'))).toEqual([]);
    if (status !== 0) expect(stdout).not.toContain('.cache/system-types');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
