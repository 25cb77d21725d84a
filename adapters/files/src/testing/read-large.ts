// A process of little memory for large-files.db.test.ts: `read-large.ts CONNECTION SECRETS`; reads the one file that waits and says what it found and needed.
import { adapter } from '../adapter.ts';
import { config } from '../config.ts';
import { contextOf } from './folders.ts';

const [connection = '{}', secrets = '{}'] = process.argv.slice(2);
const given = config.parse(JSON.parse(connection));
const context = contextOf(JSON.parse(secrets) as Record<string, string>);
const signal = new AbortController().signal;
const looksEvery = 25;
const open = await adapter.connect(given, await adapter.discover(given, context), context);
const [file] = await open.intake!.list(signal);
let largest = 0;
let batches = 0;
let peak = 0;
/** What is in use, without what only waits to be collected: that depends on how busy the machine is. */
const look = () => {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  peak = Math.max(peak, heapUsed + arrayBuffers);
};
const sink = {
  // The store takes its time for each batch; what is read meanwhile would pile up.
  async rows(batch: readonly unknown[]) {
    largest = Math.max(largest, batch.length);
    if (batches++ % looksEvery === 0) look();
    await new Promise((taken) => setImmediate(taken));
  },
  async rejected() {},
};
const read = await open.intake!.read(file!, sink, signal);
await open.close();
console.log(JSON.stringify({ ...read, largest, peakMebibytes: Math.round(peak / 1_048_576) }));
