// Builds the browser's files when a source is newer than what was last built. Plain JavaScript for any Node.js >= 20.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, runOrExit } from './prepare.mjs';

const sources = ['shell', 'kit', 'plugins', 'scripts/build', 'package-lock.json'];
const stampFile = join(root, '.cache', 'built-from');

/**
 * Runs the build unless the same sources were built before.
 * @param {string} node the pinned Node.js
 */
export function buildWhenStale(node) {
  const build = join(root, 'scripts/build/build.ts');
  if (!existsSync(build)) return;
  const stamp = stampOfSources();
  if (existsSync(join(root, 'dist/manifest.json')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  runOrExit(node, [build]);
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stampOfSources());
}

function stampOfSources() {
  const hash = createHash('sha256');
  for (const source of sources) add(join(root, source), hash);
  return hash.digest('hex');
}

function add(path, hash) {
  if (!existsSync(path)) return;
  const entry = statSync(path);
  if (!entry.isDirectory()) return void hash.update(`${path.slice(root.length)} ${entry.size} ${entry.mtimeMs}\n`);
  for (const name of readdirSync(path).sort()) {
    if (!['node_modules', 'generated', 'dist', '.cache', 'server', 'migrations'].includes(name) && !/\.test\.tsx?$/.test(name)) add(join(path, name), hash);
  }
}
