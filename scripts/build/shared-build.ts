import { existsSync } from 'node:fs';
import { join } from 'node:path';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import { build, type Rolldown } from 'vite';
import type { PartResult } from './output.ts';
import { writeBuilt } from './rollup-result.ts';
import { commonJsFacades, fileNameOf, sharedEntries, sharedModules, shellParts } from './shared-modules.ts';

/** React, single-spa, the design system and the shell in one build, so that there is one copy of each. */
export async function buildShared(root: string, assets: string): Promise<PartResult> {
  const shell = join(root, 'shell/shell.ts');
  const entries = { ...sharedEntries(), ...(existsSync(shell) ? { shell, ...shellParts(root) } : {}) };
  const names = new Map<string, { entry?: string; specifier?: string }>(
    sharedModules.map((specifier) => [fileNameOf(specifier), { specifier, entry: `shared/${specifier}` }]),
  );
  names.set('shell', { entry: 'shell' });
  for (const part of Object.keys(shellParts(root))) names.set(part, { specifier: `shell/${part}` });
  const built = (await build({
    root,
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [commonJsFacades(), { ...optimizeLocales.vite({ locales: ['ar-SA', 'ar-AE', 'en-US'] }), enforce: 'pre' }],
    build: {
      write: false,
      target: 'es2023',
      cssCodeSplit: false,
      modulePreload: false,
      rolldownOptions: {
        input: entries,
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: '[name].[hash].js', chunkFileNames: 'chunk-[name].[hash].js' },
      },
    },
  })) as Rolldown.RolldownOutput;
  return writeBuilt(built.output, { folder: assets, entryNames: names, cssName: 'shared' });
}
