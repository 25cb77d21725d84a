import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { afterAll, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { loadAdapterConfigs } from '../../hub/systems/adapter-configs.ts';
import { readDefinition } from '../../hub/systems/read-definition.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'amanah-guides-'));
afterAll(() => rmSync(data, { recursive: true }));
const guides = readdirSync(join(root, 'docs/guides')).map((name) => ({ name, text: readFileSync(join(root, 'docs/guides', name), 'utf8') }));

/** Command lines of `amanah` in a guide, in code or in text, without what follows a pipe or a redirection. */
const commandsIn = (text: string) => [...text.matchAll(/npm run amanah -- ([^`\n|<#…]+)/g)].map(([, line = '']) => line.trim());

/** The command that the words lead to, as far as they do. */
function commandOf(program: Command, words: readonly string[]): Command {
  const next = program.commands.find((one) => one.name() === words[0]);
  return next ? commandOf(next, words.slice(1)) : program;
}

test('every definition of a system that a guide shows is right by the schema of its adapter', async () => {
  const configs = await loadAdapterConfigs();
  const addresses: Readonly<Record<string, string>> = { sql: 'mariadb://127.0.0.9:3306/register', files: 'sftp://127.0.0.9:2222' };
  const shown = guides.flatMap(({ name, text }) =>
    [...text.matchAll(/```yaml\n((?:#.*\n)*id: [\s\S]*?)```/g)].map(([, yaml = '']) => ({
      name,
      yaml,
      adapter: (parse(yaml) as { adapter?: string }).adapter,
    })),
  );
  const called = shown.filter(({ adapter }) => adapter !== undefined && configs.has(adapter));
  expect([...new Set(called.map(({ adapter }) => adapter))].sort()).toEqual([...configs.keys()].sort());
  for (const { name, yaml, adapter } of called) {
    const read = readDefinition(yaml, name, { configs, standIn: () => addresses[adapter ?? ''] ?? 'http://127.0.0.9:80' });
    expect('problems' in read ? read.problems : []).toEqual([]);
  }
});

test('every command that a guide shows exists, with its options', async () => {
  vi.stubEnv('AMANAH_DATA_DIR', data);
  const { createProgram } = await import('../../hub/cli/create-program.ts');
  const program = await createProgram();
  const lines = [...new Set(guides.flatMap(({ text }) => commandsIn(text)))];
  expect(lines.length).toBeGreaterThan(20);
  const wrong = lines.flatMap((line) => {
    const command = commandOf(program, line.split(' '));
    const known = new Set(command.options.map(({ long }) => long));
    const options = [...line.matchAll(/(?<= )--[a-z-]+/g)].filter(([option]) => !known.has(option)).map(([option]) => `${line}: no option ${option}`);
    return [...(command.commands.length > 0 ? [`${line}: no such command`] : []), ...options];
  });
  expect(wrong).toEqual([]);
});
