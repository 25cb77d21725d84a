import { spawn } from 'node:child_process';
import { text as readAll } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z, type ZodType } from 'zod';
import { childArguments, childEnvironment } from './child-room.ts';

const heapMb = 128;
const longestMs = 20_000;
const longestAnswer = 1_000_000;

const told = z.union([z.strictObject({ protocol: z.string(), schema: z.record(z.string(), z.unknown()) }), z.strictObject({ refused: z.string().max(2_000) })]);

interface OutsideAdapter {
  readonly protocol: string;
  readonly module: URL;
  /** Differs when its files do. */
  readonly mark: string;
}

const known = new Map<string, { readonly mark: string; readonly schema: Promise<ZodType> }>();

/**
 * Configuration schema of an adapter that nobody of ours reviewed, as JSON Schema from a process under Node's permission model. It is asked once for each
 * state of its files.
 * @throws Error naming why it cannot be used
 */
export function outsideConfig(adapter: OutsideAdapter): Promise<ZodType> {
  const before = known.get(adapter.module.href);
  if (before?.mark === adapter.mark) return before.schema;
  const schema = ask(adapter);
  known.set(adapter.module.href, { mark: adapter.mark, schema });
  return schema;
}

async function ask({ protocol, module }: OutsideAdapter): Promise<ZodType> {
  const room = { module: module.href, trusted: false, cacheFolder: null };
  const child = spawn(process.execPath, [...childArguments(room, heapMb), fileURLToPath(new URL('./child/tell-config.ts', import.meta.url)), module.href], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    env: childEnvironment(room),
    timeout: longestMs,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<void>((resolve, reject) => child.once('exit', () => resolve()).once('error', reject));
  const [said] = await Promise.all([bounded(child.stdio[3] as Readable), ended]);
  const read = told.safeParse(parsed(said));
  if (!read.success) throw new Error(`it did not tell its configuration schema within ${longestMs} ms`);
  if ('refused' in read.data) throw new Error(read.data.refused);
  if (read.data.protocol !== protocol) throw new Error(`it says that its protocol is "${read.data.protocol}", its folder is "${protocol}"`);
  return z.fromJSONSchema(read.data.schema as Parameters<typeof z.fromJSONSchema>[0]);
}

/** What the process says, up to a bound: more than that is no schema. */
async function bounded(stream: Readable): Promise<string> {
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > longestAnswer) stream.destroy();
  });
  return readAll(stream).catch(() => '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
