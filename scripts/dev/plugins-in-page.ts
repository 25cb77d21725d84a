import type { Plugin } from 'vite';
import { scopeCss } from '../build/scoped-css.ts';
import { developmentModules, sharedFile } from './shared-modules.ts';

const entry = /^\/@amanah\/([a-z0-9-]+)\/(.+)$/;

/** Address of the module by which a page loads a plugin's entry from the development server. */
export function entryAddress(plugin: string, file: string): string {
  return `/@amanah/${plugin}/${file}`;
}

/** Makes a plugin's sources run inside the hub's page: shared names lead to the page's one copy, React refreshes, styles stay in the plugin's part of the page. */
export function pluginsInPage(origin: () => string): Plugin {
  return {
    name: 'amanah:plugins-in-page',
    enforce: 'pre',
    resolveId(id) {
      // The address itself is the identity of a module: it must be the one of the import map.
      if (developmentModules.includes(id)) return { id: `${origin()}/shared/${sharedFile(id)}`, external: true };
      return entry.test(id) ? `\0${id}` : undefined;
    },
    load(id) {
      const found = entry.exec(id.replace('\0', ''));
      return found && id.startsWith('\0') ? `import '/@amanah-refresh';\nexport * from '/plugins/${found[1]}/${found[2]}';\n` : undefined;
    },
    transform(code, id) {
      const plugin = /\/plugins\/([a-z0-9-]+)\/ui\/[^?]*\.css$/.exec(id)?.[1];
      return plugin ? { code: scopeCss(plugin, code), map: null } : undefined;
    },
  };
}

/** What every page needs once before the first component: the hooks that React's refresh leaves in modules. */
export function refreshPreamble(): Plugin {
  return {
    name: 'amanah:refresh-preamble',
    enforce: 'pre',
    resolveId: (id) => (id === '/@amanah-refresh' ? '\0amanah-refresh' : undefined),
    load: (id) =>
      id === '\0amanah-refresh'
        ? `import { injectIntoGlobalHook } from '/@react-refresh';
injectIntoGlobalHook(window);
window.$RefreshReg$ = () => {};
window.$RefreshSig$ = () => (type) => type;
`
        : undefined,
  };
}
