// `npm test`: installs what the tests need, builds, runs every project of vitest, and ends with one plain line of counts.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import './keep-compiled.mjs';
import { pinnedNode } from './pinned-node.mjs';
import { installPackages, root, runOrExit } from './prepare.mjs';
import { afterSecondRun, countsOf, failedFiles } from './test-outcome.mjs';

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
const whole = given.length === 0;
/** Files that fail in a whole run are run once more by themselves, unless they are so many that something else is wrong. */
const mostRepeated = 12;

/** @param {readonly string[]} args */
function runTests(args) {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-test-'));
  const report = join(folder, 'report.json');
  const { status } = spawnSync(
    node,
    ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        ...(process.argv.includes('--long') ? { AMANAH_TEST_VOLUME: 'long' } : {}),
        // A few named files start too few hubs to gain from it.
        ...(whole ? { AMANAH_TEST_PREPARED: 'on' } : {}),
      },
    },
  );
  const results = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { testResults: [] };
  rmSync(folder, { recursive: true, force: true });
  return { ended: status === 0, results };
}

const first = runTests(given);
let outcome = first.results;
let ended = first.ended;
const failed = failedFiles(outcome);
if (whole && failed.length > 0 && failed.length <= mostRepeated) {
  const names = failed.map((file) => relative(root, file));
  console.log(`\nonce more, by themselves: ${names.join(' ')}\n`);
  const second = runTests([...names, '--maxWorkers=1']);
  outcome = afterSecondRun(outcome, second.results);
  ended = second.ended;
  const mended = names.filter((name) => !failedFiles(outcome).includes(join(root, name)));
  if (mended.length > 0) console.log(`failed beside the others and passed by themselves: ${mended.join(' ')}`);
}
const { passed, failed: broken, skipped } = countsOf(outcome);
const wrong = broken || (ended ? 0 : 1); // a run that broke off has no failed test to show
console.log(`${passed} passed, ${wrong} failed, ${skipped} skipped`);
process.exit(wrong === 0 ? 0 : 1);
