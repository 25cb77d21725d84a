import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const require = createRequire(import.meta.url);

/** Modules that are CommonJS inside: their names must be written out, since `export *` from CommonJS cannot be analysed. */
const commonJs = ['react', 'react/jsx-runtime', 'react-dom', 'react-dom/client'] as const;

/** Entries of the design system; each is an address of its own in the import map, so that a page pays only for what it shows. */
const designSystem = ['', '/fields', '/select', '/date', '/table', '/dialog', '/tabs', '/toast', '/upload', '/search', '/order'].map(
  (entry) => `@amanah/ui${entry}`,
);

/** Every specifier that micro-frontends share through the page's import map: one copy of React, one of the design system. */
export const sharedModules: readonly string[] = [...commonJs, 'single-spa', ...designSystem];

/** Parts of the shell that only some pages load, by the name under which the import map has them (`shell/slots`). */
export function shellParts(root: string): Record<string, string> {
  const parts = { slots: 'slots/slots.ts', sandbox: 'modules/sandbox.ts', keeping: 'keeping/keep-document.ts' };
  return Object.fromEntries(Object.entries(parts).map(([name, file]) => [name, join(root, 'shell', file)]));
}

const prefix = 'virtual:shared/';

/** Name of the built file of a shared module, without hash: `react-dom/client` → `react-dom-client`. */
export function fileNameOf(specifier: string): string {
  return specifier.replace('@amanah/', '').replaceAll('/', '-');
}

/** Entry modules of the shared build: facades with named exports for CommonJS packages (`further` ones too), the modules themselves otherwise. */
export function sharedEntries(further: readonly string[] = []): Record<string, string> {
  const facades: readonly string[] = [...commonJs, ...further];
  return Object.fromEntries(
    [...sharedModules, ...further].map((specifier) => [fileNameOf(specifier), facades.includes(specifier) ? prefix + specifier : specifier]),
  );
}

/** Makes the facades of CommonJS packages. */
export function commonJsFacades(): Plugin {
  return {
    name: 'amanah:commonjs-facades',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      const specifier = id.slice(prefix.length + 1);
      const names = Object.keys(require(specifier) as object).filter((name) => name !== 'default' && /^[A-Za-z_$][\w$]*$/.test(name));
      return `import whole from '${specifier}';\nexport default whole;\nexport const { ${names.join(', ')} } = whole;\n`;
    },
  };
}
