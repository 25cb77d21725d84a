import { html, raw } from 'hono/html';
import type { ImportMap } from '../../host/contract.ts';
import { buildManifest, frameStyles } from '../frame-assets.ts';
import type { Html } from '../page-contract.ts';
import { pageMeta, type PageMeta } from './page-meta.ts';
import { withHashedIcons } from './portal-document.ts';
import { importMapBlock } from './scripts.ts';

interface EmbedParts {
  readonly plugin: string;
  readonly nonce: string;
  /** For scripts that the plugin's body names as modules. */
  readonly importMap: ImportMap;
}

/** A page for frames of other sites: what the plugin wrote, and nothing of the portal around it, of its shell, or of whoever looks. */
export function embedDocument(meta: PageMeta, { plugin, nonce, importMap }: EmbedParts): Html {
  const { head, language } = meta;
  const body = head.body?.html ?? '';
  const styles = [...frameStyles(), ...(buildManifest().entries[`plugins/${plugin}`]?.css ?? [])];
  return html`<!doctype html>
    <html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${head.title}</title>
        ${pageMeta(meta)} ${[...new Set(styles)].map((href) => html`<link rel="stylesheet" href="${href}" />`)}
        ${body.includes('type="module"') ? importMapBlock(nonce, importMap) : ''}
      </head>
      <body class="am-frame am-frame--embed">
        <main id="main" data-mfe="${plugin}">${raw(withHashedIcons(body))}</main>
      </body>
    </html>`;
}
