import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort, untilListening } from './free-port.ts';

export interface TestRedis {
  readonly url: string;
  readonly pid: number;
  /** Ends the server: as if Redis were gone. Without a folder, what it held is lost. */
  stop(): Promise<void>;
}

/**
 * Starts a real redis-server; `port` to come back where an earlier one was. It keeps nothing on disk, or in `folder` every write, as
 * docker-compose.yml has it. @throws when none is installed
 */
export async function startTestRedis(port?: number, folder?: string): Promise<TestRedis> {
  const at = port ?? (await freePort());
  const keeping = folder ? ['--appendonly', 'yes', '--appendfsync', 'always', '--dir', folder] : ['--appendonly', 'no'];
  const child = spawn('redis-server', ['--port', String(at), '--bind', '127.0.0.1', '--save', '', ...keeping], { stdio: 'ignore' });
  const failed = once(child, 'error').then(([error]) => Promise.reject(error as Error));
  await Promise.race([failed, untilListening(at)]);
  return {
    url: `redis://127.0.0.1:${at}`,
    pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
