import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { addCheckpoint } from '../systems/exchanges/checkpoints.ts';
import { openEvidenceKey } from '../systems/exchanges/evidence-key.ts';
import { evidenceBundle } from '../systems/exchanges/evidence.ts';
import { withContext, type OpenContext } from './context.ts';
import { print } from './print.ts';

/** Makes a command one that writes evidence: `amanah audit evidence` and `amanah exchange export` are the same. */
export function registerEvidence(command: Command, open: OpenContext): void {
  command
    .argument('<exchange...>', 'ids of exchanges')
    .requiredOption('--out <file>', 'new zip file')
    .description('write a signed bundle that proves exchanges with systems offline')
    .action((ids: string[], { out }: { out: string }) =>
      withContext(open, async ({ store, config, audit }) => {
        const key = await openEvidenceKey(store, config.sealKey);
        await addCheckpoint(store, key);
        await writeFile(resolve(out), await evidenceBundle(store.hub, key, ids, { username: 'command line' }), { flag: 'wx', mode: 0o600 });
        await audit.record({
          action: 'systems:evidence-exported',
          subject: `exchange/${ids[0]}`,
          actor: null,
          requestId: 'command-line',
          data: { exchanges: ids.length },
        });
        print(command, { file: resolve(out), exchanges: ids, kid: key.kid }, [`${ids.length} exchanges in ${resolve(out)}`, `signed by the key ${key.kid}`]);
      }),
    );
}
