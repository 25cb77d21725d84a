// `npm test`: installs what the tests need, builds, runs every project of vitest, and ends with one plain line of counts.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import './keep-compiled.mjs';
import { pinnedNode } from './pinned-node.mjs';
import { installPackages, root, runOrExit } from './prepare.mjs';

/** Debian packages of the real counterparts, by a program that shows they are there. */
const programs = {
  '/usr/bin/chromium': ['chromium'],
  '/usr/bin/redis-server': ['redis-server'],
  '/usr/sbin/apache2': ['apache2', 'libapache2-mod-php', 'php-xml', 'php-mbstring', 'libapache2-mod-auth-openidc'],
  '/usr/share/dokuwiki/doku.php': ['dokuwiki'],
  '/usr/sbin/nginx': ['nginx-light'],
  '/usr/bin/docker-compose': ['docker-compose'],
  '/usr/bin/openssl': ['openssl'],
  '/usr/sbin/mariadbd': ['mariadb-server'],
  '/usr/sbin/sshd': ['openssh-server'],
  '/usr/bin/pdftotext': ['poppler-utils'],
  '/usr/bin/ffmpeg': ['ffmpeg'],
  '/usr/lib/python3/dist-packages/zeep/__init__.py': ['python3-zeep'],
};

/** Not needed, but with it the tests open pages at half the work (docs/adr/0031); where it cannot be had they take the whole browser. */
const pagesAlone = { program: '/usr/lib/chromium/chromium-headless-shell', package: 'chromium-headless-shell' };

/** @param {readonly string[]} packages */
function aptInstall(packages) {
  // policy-rc.d is not touched: the tests start their own instances, so what apt starts is only stopped by those who want to.
  return ['install', '-y', '-qq', '--no-install-recommends', ...packages];
}

function installPrograms() {
  const missing = Object.entries(programs).flatMap(([path, packages]) => (existsSync(path) ? [] : packages));
  const asRoot = process.getuid?.() === 0;
  if (missing.length > 0 && !asRoot) {
    console.error(`The tests need these Debian packages: sudo apt-get install --no-install-recommends ${missing.join(' ')}`);
    process.exit(1);
  }
  if (!asRoot || (missing.length === 0 && existsSync(pagesAlone.program))) return;
  process.env.DEBIAN_FRONTEND = 'noninteractive';
  if (missing.length > 0) {
    runOrExit('apt-get', ['update', '-qq']);
    runOrExit('apt-get', aptInstall(missing));
  }
  if (existsSync(pagesAlone.program)) return;
  for (const args of [...(missing.length > 0 ? [] : [['update', '-qq']]), aptInstall([pagesAlone.package])]) {
    spawnSync('apt-get', args, { stdio: 'ignore', timeout: 120_000 });
  }
}

installPackages();
installPrograms();
const node = pinnedNode();
if (existsSync(join(root, 'scripts/build/build.ts'))) runOrExit(node, ['scripts/build/build.ts']);

const given = process.argv.slice(2).filter((arg) => arg !== '--long');
const folder = mkdtempSync(join(tmpdir(), 'amanah-test-'));
const report = join(folder, 'report.json');
const { status } = spawnSync(
  node,
  ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...given],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      ...(process.argv.includes('--long') ? { AMANAH_TEST_VOLUME: 'long' } : {}),
      // A few named files start too few hubs to gain from it.
      ...(given.length === 0 ? { AMANAH_TEST_PREPARED: 'on' } : {}),
    },
  },
);
const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0 };
rmSync(folder, { recursive: true, force: true });
const failed = counts.numFailedTests || (status === 0 ? 0 : 1); // a file that cannot load fails the run without a failed test
console.log(`${counts.numPassedTests} passed, ${failed} failed, ${counts.numPendingTests + counts.numTodoTests} skipped`);
process.exit(failed === 0 && status === 0 ? 0 : 1);
