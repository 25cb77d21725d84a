import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { createFiles } from './create-files.ts';

/** Writes a file that never ends into the store of the given data folder, until it is killed. */
const store = await createFiles({ dataDir: process.argv[2] ?? '', files: null, scanner: null });

async function* endless(): AsyncIterable<Buffer> {
  for (;;) {
    yield Buffer.alloc(65_536);
    await wait(10);
  }
}

await store.plugin('papers').put('deed', Readable.from(endless()), { type: 'text/plain', maxBytes: Number.MAX_SAFE_INTEGER });
