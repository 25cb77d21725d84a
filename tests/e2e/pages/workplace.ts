import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TestHub, TestHubOptions } from '@amanah/testing';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const parts = ['adapters', 'config', 'hub', 'kit', 'plugins', 'scripts', 'shell', 'package.json', 'package-lock.json', 'tsconfig.json', 'vitest.config.ts'];
const dotFiles = ['.oxlintrc.json', '.prettierrc.json', '.prettierignore', '.dependency-cruiser.cjs'];

/** A copy of the checkout, as an integrator has one: what is written, built and broken in it touches nothing else. */
export interface Workplace {
  readonly folder: string;
  /** Runs one of the checkout's programs with the pinned Node; resolves to what it said. */
  run(...args: string[]): Promise<{ code: number; output: string }>;
  /** Builds what the browser loads. @throws when the build fails */
  build(): Promise<void>;
  startHub(options?: TestHubOptions): Promise<TestHub>;
  remove(): void;
}

/** Copies the checkout's sources and what was built of them, so that only what is changed is built; the installed packages are linked. */
export function copyCheckout(): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-workplace-'));
  const own = (path: string) => !['node_modules', '.cache', '.data', 'dist'].includes(basename(path));
  for (const part of [...parts, ...dotFiles]) cpSync(join(root, part), join(folder, part), { recursive: true, filter: own });
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  linkPackages(folder);
  const run = async (...args: string[]) => {
    const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, NODE_ENV: '' }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code: code ?? 1, output };
  };
  return {
    folder,
    run,
    async build() {
      const { code, output } = await run('scripts/build/build.ts');
      if (code !== 0) throw new Error(output);
    },
    async startHub(options) {
      // The copy's own kit, which starts the copy's hub.
      const kit = (await import(/* @vite-ignore */ pathToFileURL(join(folder, 'kit/testing/test-hub.ts')).href)) as {
        createTestHub(options?: TestHubOptions): Promise<TestHub>;
      };
      return kit.createTestHub(options);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Workspaces are links of the copy to itself; everything else is the checkout's. */
function linkPackages(folder: string): void {
  const packages = join(root, 'node_modules');
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(packages)) if (name !== '@amanah') symlinkSync(join(packages, name), join(folder, 'node_modules', name));
  cpSync(join(packages, '@amanah'), join(folder, 'node_modules', '@amanah'), { recursive: true, verbatimSymlinks: true });
  const nested = join(root, 'scripts', 'node_modules');
  if (existsSync(nested)) symlinkSync(nested, join(folder, 'scripts', 'node_modules'));
}
