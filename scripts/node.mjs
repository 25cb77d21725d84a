// Runs a script with the Node.js pinned in package-lock.json, whatever Node.js (>= 20) npm itself was started with.
import { spawn } from 'node:child_process';
import './keep-compiled.mjs';
import { pinnedNode } from './pinned-node.mjs';

const child = spawn(pinnedNode(), process.argv.slice(2), { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => (signal ? process.kill(process.pid, signal) : process.exit(code ?? 1)));
