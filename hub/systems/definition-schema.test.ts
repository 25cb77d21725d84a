import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadAdapterConfigs } from './adapter-configs.ts';
import { definitionSchema } from './definition-schema.ts';
import { readDefinition } from './read-definition.ts';

const folder = new URL('../../config/demo/systems/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const configs = await loadAdapterConfigs();
const addresses: Readonly<Record<string, string>> = { sql: 'mariadb://127.0.0.9:3306/register', files: 'sftp://127.0.0.9:2222' };
/** Where a stand-in of the file's adapter could be. */
const addressOf = (text: string) => addresses[(parse(text) as { adapter: string }).adapter] ?? 'http://127.0.0.9:80';
const textOf = (name: string) => readFileSync(new URL(name, folder), 'utf8');

test('the published schema takes every definition of the demo, whatever its adapter, and refuses a wrong connection', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const check = ajv.compile(definitionSchema(configs));
  for (const name of files) {
    // The name of a stand-in is no address yet.
    const written: unknown = parse(textOf(name).replace(/\$\{standIn:[\w-]+\}/g, addressOf(textOf(name))));
    expect(check(written) ? [] : check.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`), name).toEqual([]);
    expect(check({ ...(written as object), connection: { nothing: 'of use' } }), name).toBe(false);
  }
});

test.each(files)('%s of the demo is right by the schema of its adapter', (name) => {
  const read = readDefinition(textOf(name), name, { configs, standIn: () => addressOf(textOf(name)) });
  expect('problems' in read ? read.problems : []).toEqual([]);
});
