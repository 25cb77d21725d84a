import { build, esmExternalRequirePlugin, type Rolldown } from 'vite';
import type { PartResult } from './output.ts';
import { writeBuilt } from './rollup-result.ts';
import { scopeCss } from './scoped-css.ts';
import { sharedModules } from './shared-modules.ts';

/** One plugin's micro-frontend as an ES module beside the shared modules, which stay outside; its styles scoped to it. */
export async function buildPluginUi(plugin: { readonly id: string; readonly entry: string; readonly assets: string }): Promise<PartResult> {
  const name = `plugin-${plugin.id}`;
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [esmExternalRequirePlugin({ external: [...sharedModules] })],
    build: {
      write: false,
      target: 'es2023',
      cssCodeSplit: false,
      modulePreload: false,
      rolldownOptions: {
        input: { [name]: plugin.entry },
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: '[name].[hash].js', chunkFileNames: `${name}-[name].[hash].js` },
      },
    },
  })) as Rolldown.RolldownOutput;
  return writeBuilt(built.output, {
    folder: plugin.assets,
    entryNames: new Map([[name, { entry: `plugins/${plugin.id}`, specifier: `plugin/${plugin.id}` }]]),
    css: (text) => scopeCss(plugin.id, text),
    cssName: name,
  });
}
