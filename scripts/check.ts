import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const steps: readonly (readonly [name: string, ...command: string[]])[] = [
  ['api types', 'scripts/api-types.ts'],
  ['types', 'node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'],
  ['lint', 'node_modules/oxlint/bin/oxlint', '--quiet'],
  ['architecture', 'node_modules/vitest/vitest.mjs', 'run', '--project', 'architecture'],
  ['format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
];

let failed = false;
for (const [name, ...command] of steps) {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
