import { build, esmExternalRequirePlugin, type Rolldown } from 'vite';
import type { PartResult } from './output.ts';
import { writeBuilt } from './rollup-result.ts';
import { scopeCss } from './scoped-css.ts';
import { sharedModules } from './shared-modules.ts';
import { smallForms } from './small-forms.ts';

interface PluginUi {
  readonly id: string;
  readonly entry: string;
  /** Extensions with an entry of their own, by the name of their export: a page that shows one loads nothing else of the plugin. */
  readonly slots: Readonly<Record<string, string>>;
  readonly assets: string;
}

/** One plugin's micro-frontend as ES modules beside the shared modules, which stay outside; its styles scoped to it. */
export async function buildPluginUi(plugin: PluginUi): Promise<PartResult> {
  const name = `plugin-${plugin.id}`;
  const slots = Object.entries(plugin.slots).map(([exported, file]) => ({ input: `${name}-${exported}`, exported, file }));
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [smallForms(), esmExternalRequirePlugin({ external: [...sharedModules] })],
    build: {
      write: false,
      target: 'es2023',
      cssCodeSplit: false,
      modulePreload: false,
      rolldownOptions: {
        input: { [name]: plugin.entry, ...Object.fromEntries(slots.map(({ input, file }) => [input, file])) },
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: '[name].[hash].js', chunkFileNames: `${name}-[name].[hash].js` },
      },
    },
  })) as Rolldown.RolldownOutput;
  return writeBuilt(built.output, {
    folder: plugin.assets,
    entryNames: new Map<string, { readonly entry?: string; readonly specifier?: string }>([
      [name, { entry: `plugins/${plugin.id}`, specifier: `plugin/${plugin.id}` }],
      ...slots.map(({ input, exported }): [string, { specifier: string }] => [input, { specifier: `plugin/${plugin.id}/${exported}` }]),
    ]),
    css: (text) => scopeCss(plugin.id, text),
    cssName: name,
  });
}
