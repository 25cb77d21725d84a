// Finds the exact Node.js that package-lock.json pins as an optional dependency (a plain binary inside a registry package).
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Absolute path of the pinned Node.js binary for this processor.
 * @returns {string} the pinned binary, or the running one when it is already the pinned major version
 * @throws {Error} when neither is there, saying what to install
 */
export function pinnedNode() {
  const binary = fileURLToPath(new URL(`../node_modules/node-linux-${process.arch}/bin/node`, import.meta.url));
  if (existsSync(binary)) return binary;
  if (Number(process.versions.node.split('.')[0]) === 24) return process.execPath;
  throw new Error(`Node.js 24 is needed: run "npm ci" on linux-x64 or linux-arm64, or start with Node.js 24 (found ${process.version}).`);
}
