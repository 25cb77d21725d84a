import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
/** Part of the branches that must be run by an adapter's own tests (docs/quality/coverage.md). */
export const leastCovered = 0.95;

export interface Coverage {
  readonly covered: number;
  readonly total: number;
}

/** Adapters whose systems are called; each keeps what was measured in its `coverage.json`. */
export const measuredAdapters: readonly string[] = readdirSync(join(root, 'adapters')).filter((name) =>
  ['adapter.ts', 'config.ts'].every((file) => existsSync(join(root, 'adapters', name, 'src', file))),
);

/** Runs the tests of an adapter and counts the branches of its sources that they run; what is there for tests alone is not counted. */
export function measure(adapter: string): Coverage {
  const folder = mkdtempSync(join(tmpdir(), 'adapter-coverage-'));
  // Fails by name where the package that counts is missing, rather than by a question whether it shall be installed.
  import.meta.resolve('@vitest/coverage-v8');
  const uncounted = ['**/testing/**', '**/*.test.ts', '**/*-fixture.ts', '**/*.d.ts'];
  const options = [
    ...['unit', 'integration'].map((project) => `--project=${project}`),
    '--coverage.enabled',
    '--coverage.provider=v8',
    '--coverage.reporter=json-summary',
    `--coverage.reportsDirectory=${folder}`,
    `--coverage.include=adapters/${adapter}/src/**`,
    ...uncounted.map((files) => `--coverage.exclude=${files}`),
  ];
  try {
    const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...options, `adapters/${adapter}/`], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error(`tests of the adapter ${adapter} failed; nothing was measured`);
    const { total } = JSON.parse(readFileSync(join(folder, 'coverage-summary.json'), 'utf8')) as { total: { branches: Coverage } };
    return { covered: total.branches.covered, total: total.branches.total };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `npm run coverage:adapters [NAME…]`: measures and writes the figures down. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const asked = process.argv.slice(2);
  for (const adapter of asked.length > 0 ? asked : measuredAdapters) {
    const branches = measure(adapter);
    const part = branches.covered / branches.total;
    writeFileSync(
      join(root, 'adapters', adapter, 'coverage.json'),
      `${JSON.stringify({ measuredOn: new Date().toISOString().slice(0, 10), branches }, null, 2)}\n`,
    );
    console.log(`${adapter}: ${(part * 100).toFixed(1)} % of ${branches.total} branches`);
    if (part < leastCovered) process.exitCode = 1;
  }
}
