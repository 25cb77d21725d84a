import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { commonJsFacades, fileNameOf, sharedEntries, sharedModules, shellParts } from '../build/shared-modules.ts';

/** Shared modules of development: those of production, and what JSX compiles to while one works. */
export const developmentModules: readonly string[] = [...sharedModules, 'react/jsx-dev-runtime'];

/** Name of a shared module's file below the development server's `/shared/`. */
export function sharedFile(specifier: string): string {
  return `${fileNameOf(specifier)}.js`;
}

/** React, the design system and the shell as they are for development, in memory by file name: React refreshes components only in this form. */
export async function buildDevelopmentModules(root: string): Promise<ReadonlyMap<string, string>> {
  const built = (await build({
    root,
    configFile: false,
    logLevel: 'warn',
    mode: 'development',
    define: { 'process.env.NODE_ENV': '"development"' },
    plugins: [commonJsFacades()],
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: {
        input: { ...sharedEntries(['react/jsx-dev-runtime']), shell: join(root, 'shell/shell.ts'), ...shellParts(root) },
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name].js' },
      },
    },
  })) as Rolldown.RolldownOutput;
  return new Map(built.output.filter((part) => part.type === 'chunk').map(({ fileName, code }) => [fileName, code]));
}
