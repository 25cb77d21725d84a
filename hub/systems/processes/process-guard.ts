import { spawn, type ChildProcess } from 'node:child_process';
import type { Log } from '@amanah/plugin-api';

/** Keeps the ids it is told and kills those processes when its input ends, which it does when the hub is gone, however it went. */
const script = `trap '' INT TERM HUP
pids=
while read -r sign pid; do
  if [ "$sign" = + ]; then pids="$pids $pid"; continue; fi
  left=
  for one in $pids; do [ "$one" = "$pid" ] || left="$left $one"; done
  pids=$left
done
[ -z "$pids" ] || kill -9 $pids 2>/dev/null`;

/**
 * Ends adapter processes after the hub was killed. They end by themselves when their stream closes; one in an endless loop never notices,
 * so a shell beside the hub watches over them.
 */
export class ProcessGuard {
  readonly #log: Log;
  #shell: ChildProcess | null = null;

  constructor(log: Log) {
    this.#log = log;
  }

  watch(pid: number): void {
    if (!this.#shell) {
      const shell = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], env: {} });
      this.#shell = shell;
      shell.on('error', (error) => this.#log.warn({ err: error }, 'adapter processes are not watched over'));
      shell.stdin?.on('error', () => {});
      shell.unref();
    }
    this.#shell.stdin?.write(`+ ${pid}\n`);
  }

  ended(pid: number): void {
    this.#shell?.stdin?.write(`- ${pid}\n`);
  }

  close(): void {
    this.#shell?.stdin?.end();
    this.#shell = null;
  }
}
