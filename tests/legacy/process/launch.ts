import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pinnedNode } from '../../../scripts/pinned-node.mjs';

/** A stand-in that runs in its own process. */
export interface Launched {
  readonly url: string;
  /** Address of the fault switch; `null` when the system has none. */
  readonly faults: string | null;
  readonly pid: number;
  /** What else its ready line said, such as the origin of its micro-frontend. */
  readonly more: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

/**
 * Starts `server` (a TypeScript file under tests/legacy) with the pinned Node and waits for its ready line.
 * @throws Error when it ends before it is ready, with the last it said.
 */
export async function launchStandIn(server: URL, options: { address?: string; port?: number; settings?: object } = {}): Promise<Launched> {
  const args = [fileURLToPath(server)];
  if (options.address) args.push('--address', options.address);
  if (options.port) args.push('--port', String(options.port));
  if (options.settings) args.push('--settings', JSON.stringify(options.settings));
  const child = spawn(pinnedNode(), args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)));
  const ready = await readyLine(child, () => said);
  const { url, faults, ...more } = JSON.parse(ready) as { url: string; faults: string };
  return { url, faults, more, pid: child.pid ?? 0, stop: () => stopProcess(child) };
}

/** Ends a process and waits for it; kills it when it does not end within three seconds. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await ended;
  clearTimeout(killer);
}

function readyLine(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!child.stdout) return reject(new Error('no output to read'));
    // Libraries may say something first; the ready line is the first that is JSON.
    createInterface({ input: child.stdout }).on('line', (line) => line.startsWith('{') && resolve(line));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`stand-in ended with ${code} before it was ready: ${said()}`)));
  });
}
