import { join } from 'node:path';

/** Where Node.js keeps what it compiled, for the hub's own processes: where this one does, else in the data folder, which nobody else may write to. */
export function compiledCodeFolder(dataDir: string): string {
  return process.env['NODE_COMPILE_CACHE'] ?? join(dataDir, 'cache', 'compiled');
}
