import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAll } from './build/build.ts';
import { writeDevelopmentManifest } from './dev/dev-manifest.ts';
import { startDevServer } from './dev/dev-server.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * `npm run dev`: the hub, and beside it a development server for the plugins' user interfaces. A component that is saved changes in the open page with its state kept.
 * What runs in the hub itself (server parts, manifests, locales read there) is seen after a restart.
 */
process.env.NODE_ENV = 'development';
await buildAll();
const server = await startDevServer(root, join(root, 'node_modules/.cache/vite'));
const manifest = await writeDevelopmentManifest(root, server.origin);
const hub = spawn(process.execPath, ['hub/main.ts', '--development', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, AMANAH_DEVELOPMENT_MANIFEST: manifest },
});
process.on('SIGTERM', () => hub.kill('SIGTERM'));
process.on('SIGINT', () => {});
hub.on('exit', (code, signal) => void server.close().finally(() => process.exit(signal ? 1 : (code ?? 1))));
