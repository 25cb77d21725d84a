import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A SOAP system of tests/legacy, in a process of its own. */
export interface StandIn {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Calls a switch of its control address. */
  control(name: string, query?: Readonly<Record<string, string>>): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts the stand-in whose folder under tests/legacy is named, on a free port. */
export async function startStandIn(name: 'sadad' | 'shop-register', settings: object = {}): Promise<StandIn> {
  const program = fileURLToPath(new URL(`../../../../tests/legacy/${name}/server.ts`, import.meta.url));
  const child = spawn(process.execPath, [program, '--settings', JSON.stringify(settings)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => Promise.reject(new Error(`${name} did not start`)))])) as [string];
  const { url, faults } = JSON.parse(line) as { url: string; faults: string };
  const { hostname, port } = new URL(url);
  return {
    url,
    host: hostname,
    port: Number(port),
    async control(control, query = {}) {
      const answer = await fetch(`${faults}${control}?${new URLSearchParams(query)}`, { method: 'POST' });
      return answer.json();
    },
    async stop() {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}
