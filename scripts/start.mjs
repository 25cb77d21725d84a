// `npm start`: installs packages when needed, builds when sources changed, then becomes the hub on the pinned Node.js.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import './keep-compiled.mjs';
import { pinnedNode } from './pinned-node.mjs';
import { buildWhenStale } from './build-when-stale.mjs';
import { installPackages, root } from './prepare.mjs';

installPackages();
const node = pinnedNode();
const development = process.argv.includes('--dev');
const devServer = join(root, 'scripts/dev.ts');
let program = ['hub/main.ts', ...process.argv.slice(2).filter((arg) => arg !== '--dev')];
if (development && existsSync(devServer)) program = ['scripts/dev.ts', ...program.slice(1)];
else {
  buildWhenStale(node);
  if (development) program.push('--development');
}

// The demo that people look at has programmes; AMANAH_DEMO_PROGRAMMES=off leaves them out.
const child = spawn(node, program, { cwd: root, stdio: 'inherit', env: { AMANAH_DEMO_PROGRAMMES: 'on', ...process.env } });
// Ctrl-C reaches the hub by itself (same terminal); a signal sent to this process alone is passed on, and the hub drains.
process.on('SIGTERM', () => child.kill('SIGTERM'));
process.on('SIGHUP', () => child.kill('SIGTERM'));
process.on('SIGINT', () => {});
// npm passes a signal on to its shell only, and the shell dies of it without a word: its end is ours.
const shell = process.ppid;
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === shell || child.kill('SIGTERM'), 500).unref();
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
