// What `npm start` and `npm test` share: packages installed as the lock file says. Plain JavaScript for any Node.js >= 20.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Runs a program in the checkout with its output shown; ends this process with its exit code when it fails.
 * @param {string} program
 * @param {readonly string[]} args
 */
export function runOrExit(program, args) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** Installs the npm packages when they are missing or the lock file has changed since. Install scripts never run. */
export function installPackages() {
  const stamp = join(root, 'node_modules', '.lock-installed');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // `npm ci` refuses the lock file where a registry lacks optional binaries of other platforms; `install` takes the same locked versions.
  const { status } = spawnSync('npm', ['ci', ...options], { cwd: root, stdio: 'ignore' });
  if (status !== 0) runOrExit('npm', ['install', '--no-save', ...options]);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}
