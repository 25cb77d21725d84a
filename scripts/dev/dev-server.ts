import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { createServer, type ViteDevServer } from 'vite';
import { pluginsInPage, refreshPreamble } from './plugins-in-page.ts';
import { buildDevelopmentModules } from './shared-modules.ts';

export interface DevServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves the plugins' sources to the hub's pages: a saved component changes in place, a change of kit or shell loads the page again. */
export async function startDevServer(root: string, cacheDir: string): Promise<DevServer> {
  let modules = await buildDevelopmentModules(root);
  let origin = '';
  const server = await createServer({
    root,
    configFile: false,
    cacheDir,
    appType: 'custom',
    logLevel: 'warn',
    clearScreen: false,
    // What a plugin needs beside the shared modules is served as it is: nothing is bundled while a page waits.
    optimizeDeps: { noDiscovery: true, include: [] },
    // Packages stay where node_modules shows them, so that nothing outside the root has to be served.
    resolve: { preserveSymlinks: true },
    server: { host: '127.0.0.1', port: 0, cors: true, watch: { ignored: ['**/dist/**', '**/.data/**'] } },
    plugins: [refreshPreamble(), pluginsInPage(() => origin), react()],
  });
  server.middlewares.use('/shared/', (request, response, next) => {
    const code = modules.get((request.url ?? '').replace(/^\/|\?.*$/g, ''));
    if (code === undefined) return next();
    response.writeHead(200, { 'Content-Type': 'text/javascript', 'Cache-Control': 'no-store', 'Access-Control-Allow-Origin': '*' }).end(code);
  });
  await server.listen();
  origin = `http://localhost:${(server.httpServer!.address() as AddressInfo).port}`;
  rebuildOnChange(server, root, async () => void (modules = await buildDevelopmentModules(root)));
  return { origin, close: () => server.close() };
}

function rebuildOnChange(server: ViteDevServer, root: string, rebuild: () => Promise<void>): void {
  const folders = [join(root, 'kit/ui/src'), join(root, 'shell')];
  server.watcher.add(folders);
  server.watcher.on('change', (file) => {
    if (!folders.some((folder) => file.startsWith(folder))) return;
    rebuild().then(
      () => server.ws.send({ type: 'full-reload' }),
      (error: unknown) => server.config.logger.error(String(error)),
    );
  });
}
