import type { PageData } from '@amanah/plugin-api';
import { html, raw } from 'hono/html';
import type { ImportMap } from '../../host/contract.ts';
import { buildManifest } from '../frame-assets.ts';
import type { Html } from '../page-contract.ts';

/** What a page's scripts are made of. */
export interface FrameScripts {
  readonly nonce: string;
  readonly importMap: ImportMap;
  readonly pageData: Omit<PageData, 'ahead'>;
  /** Plugin whose micro-frontend is fetched ahead; `null` for none. */
  readonly plugin: string | null;
}

/** Import map, modules to fetch ahead, page data and the shell. */
export function frameScripts({ nonce, importMap, pageData, plugin }: FrameScripts): Html {
  const build = buildManifest();
  const shell = build.entries['shell'];
  const page = plugin ? build.entries[`plugins/${plugin}`] : undefined;
  const own = new Set(shell?.preload ?? []);
  const ahead = [...new Set(page ? [page.js, ...page.preload] : [])].filter((href) => !own.has(href));
  const integrity = (href: string) => (importMap.integrity[href] ? raw(` integrity="${importMap.integrity[href]}"`) : '');
  // A page is readable before its scripts run: the shell's own come after styles and letters, those of the page (`ahead`) once it is painted.
  return html`${build.developmentServer ? developmentPrelude(nonce) : ''} ${importMapBlock(nonce, importMap)}
    ${[...own].map((href) => html`<link rel="modulepreload" href="${href}" fetchpriority="low" ${integrity(href)} />`)}
    <script type="application/json" id="amanah-page">
      ${raw(scriptJson({ ...pageData, ahead } satisfies PageData))}
    </script>
    ${shell ? html`<script type="module" src="${shell.js}" ${integrity(shell.js)}></script>` : ''}`;
}

/** Names of modules, each with its address and hash. */
export function importMapBlock(nonce: string, importMap: ImportMap): Html {
  return html`<script type="importmap" nonce="${nonce}">
    ${raw(scriptJson(importMap))}
  </script>`;
}

/** Before React: the hook by which its refresh finds it later. The nonce lets the development server's styles in. */
function developmentPrelude(nonce: string): Html {
  return html`<meta property="csp-nonce" nonce="${nonce}" />
    <script nonce="${nonce}">
      const renderers = new Map();
      const nothing = () => {};
      window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
        renderers,
        supportsFiber: true,
        inject: (renderer) => (renderers.set(renderers.size + 1, renderer), renderers.size),
        onScheduleFiberRoot: nothing,
        onCommitFiberRoot: nothing,
        onCommitFiberUnmount: nothing,
      };
    </script>`;
}

/** A script element that only carries data. */
export function dataBlock(type: string, value: object): Html {
  return html`<script type="${type}">
    ${raw(scriptJson(value))}
  </script>`;
}

/** JSON that cannot end its script element. */
function scriptJson(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
