import { readFile } from 'node:fs/promises';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import { build } from 'vite';
import { buildFonts } from '../../scripts/build/fonts.ts';
import { buildIcons } from '../../scripts/build/icons.ts';
import { smallForms } from '../../scripts/build/small-forms.ts';

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

export interface GalleryServer {
  readonly address: string;
  close(): Promise<void>;
}

interface ComponentPage {
  /** Folder with the page, beside this file. */
  readonly page?: string;
  /** Further answers, by path. */
  readonly json?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Builds a page of components alone, with the product's fonts and icons, and serves it: pictures of the kit need no hub. */
export async function startGallery({ page = 'gallery-page', json = {}, headers = {} }: ComponentPage = {}): Promise<GalleryServer> {
  const folder = await mkdtemp(join(tmpdir(), 'amanah-gallery-'));
  await build({
    root: fileURLToPath(new URL(page, import.meta.url)),
    configFile: false,
    logLevel: 'error',
    // A test run would have Vite take the development build of React.
    oxc: { jsx: { development: false } },
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [smallForms(), { ...optimizeLocales.vite({ locales: ['ar-SA', 'ar-AE', 'en-US'] }), enforce: 'pre' }],
    build: { outDir: folder, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 2000 },
  });
  await writeFile(join(folder, 'fonts.css'), await buildFonts(join(folder, 'fonts'), '/fonts/', 'block'));
  await writeFile(join(folder, 'assets/icons.svg'), await buildIcons());

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://gallery').pathname;
    if (path in json) {
      response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(json[path]));
      return;
    }
    readFile(join(folder, path === '/' ? 'index.html' : path)).then(
      (bytes) => response.writeHead(200, { ...headers, 'content-type': TYPES[extname(path) || '.html'] ?? 'application/octet-stream' }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
