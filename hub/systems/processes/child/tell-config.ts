import { Socket } from 'node:net';
import type { Adapter } from '@amanah/adapter-api';
import { z } from 'zod';

/** Tells the hub what an adapter takes as a connection, and ends. Nothing else of the adapter runs. */
const hub = new Socket({ fd: 3, readable: false, writable: true });

async function tell(module: string): Promise<object> {
  const { adapter } = (await import(module)) as { adapter?: Partial<Adapter<unknown>> };
  if (typeof adapter?.connect !== 'function' || !adapter.config) return { refused: 'its module exports no adapter' };
  return { protocol: String(adapter.protocol), schema: z.toJSONSchema(adapter.config, { io: 'input', unrepresentable: 'any' }) };
}

const answer = await tell(process.argv[2] ?? '').catch((error: unknown) => ({
  refused: `it cannot be loaded: ${error instanceof Error ? error.message : 'it threw what is no error'}`.slice(0, 2_000),
}));
hub.end(JSON.stringify(answer), () => process.exit(0));
