import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** A word of a command, or several that belong together. */
export type Words = string | readonly string[];

export interface ProgramOptions {
  /** Ended with SIGKILL after this many milliseconds. */
  readonly deadlineMs: number;
  /** Ends it with SIGKILL. */
  readonly signal?: AbortSignal | undefined;
  /** Most of what it may say on its standard output, in bytes; more ends it. */
  readonly mostOutput?: number;
  /** Gets the standard output as it comes, instead of its being kept. */
  readonly onOutput?: (chunk: Buffer) => void;
}

export interface ProgramEnd {
  readonly code: number | null;
  readonly stdout: Buffer;
  /** The end of what it complained of. */
  readonly stderr: string;
  /** Why it was ended before its time; `null`: it ended by itself. */
  readonly cut: 'deadline' | 'cancelled' | 'output' | null;
}

const keptComplaint = 4_000;

/**
 * Runs a program behind everything else of the machine (`nice`), in no shell and without standard input. It never outlives this process: the system
 * kills it when its parent is gone, also after a `kill -9` (`setpriv --pdeathsig`).
 * @throws Error when it cannot be started
 */
export async function runProgram(program: string, args: readonly Words[], options: ProgramOptions): Promise<ProgramEnd> {
  const { deadlineMs, signal, mostOutput = 4_000_000, onOutput } = options;
  signal?.throwIfAborted();
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'nice', '-n', '15', program, ...args.flat()], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Nothing of the hub's own environment: no proxies, no keys.
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LANG: 'C.UTF-8', AV_LOG_FORCE_NOCOLOR: '1' },
  });
  let cut: ProgramEnd['cut'] = null;
  const end = (why: NonNullable<ProgramEnd['cut']>) => {
    cut ??= why;
    child.kill('SIGKILL');
  };
  const timer = setTimeout(end, deadlineMs, 'deadline');
  const cancelled = () => end('cancelled');
  signal?.addEventListener('abort', cancelled, { once: true });
  const out: Buffer[] = [];
  let bytes = 0;
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (onOutput) return onOutput(chunk);
    bytes += chunk.length;
    if (bytes > mostOutput) end('output');
    else out.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-keptComplaint)));
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (ended) => resolve(ended));
    });
    return { code, stdout: Buffer.concat(out), stderr, cut };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancelled);
  }
}

/** Where a program lies. @throws Error naming it when it is nowhere on the path */
export async function findProgram(program: string): Promise<string> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, program);
    if (
      await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  throw new Error(`${program} is not installed`);
}
