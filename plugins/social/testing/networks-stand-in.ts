import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface NetworksStandIn {
  readonly url: string;
  /** Turns a switch, or asks for `posts`. @returns what it answers */
  control(call: string): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts the stand-in of the four networks as a process of its own. @throws Error when it ends before it is ready */
export async function startNetworks(): Promise<NetworksStandIn> {
  const server = fileURLToPath(new URL('../../../tests/legacy/social-networks/server.ts', import.meta.url));
  const child = spawn(process.execPath, [server], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the stand-in ended with ${code}`))),
  ])) as [string];
  const { url, faults } = JSON.parse(line) as { url: string; faults: string };
  return {
    url,
    control: async (call) => (await fetch(`${faults}${call}`, { method: 'POST' })).json(),
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
