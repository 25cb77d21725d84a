import { AdapterError, defineAdapter, type AdapterAnswer, type AdapterCall, type Connection } from '@amanah/adapter-api';
import { config, type FilesConfig } from './config.ts';
import { WaitingFiles } from './contract/waiting-files.ts';
import { discoverFolder } from './discovery/discover-folder.ts';
import type { Folder } from './folder/folder.ts';
import { openFolder } from './folder/open-folder.ts';
import { FolderIntake } from './intake/folder-intake.ts';
import { DirectRead } from './reading/direct-read.ts';
import { listFolder } from './reading/list-folder.ts';
import { sendFile } from './sending/send-file.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';

/** Files in a folder: on this machine, over SFTP, in S3. */
export const adapter = defineAdapter<FilesConfig>({
  protocol: 'files',
  config,

  async discover(given, ctx) {
    const folder = await openFolder(given, ctx);
    try {
      return await discoverFolder(folder, given, ctx.signal);
    } finally {
      await folder.close();
    }
  },

  async connect(given, contract, ctx) {
    const snapshot = readSnapshot(contract.snapshot);
    const folder = await openFolder(given, ctx);
    return connection(folder, given, snapshot, ctx.limits.maxAnswerBytes);
  },
});

function connection(folder: Folder, given: FilesConfig, { kinds, outgoing }: Snapshot, maxAnswerBytes: number): Connection {
  const waiting = new WaitingFiles(folder, { ...given, outgoing }, kinds);
  const direct = new DirectRead({ folder, config: given, waiting, maxAnswerBytes });

  const call = async (one: AdapterCall): Promise<AdapterAnswer> => {
    if (one.operation === 'folder.files') return listFolder(waiting, one);
    const [name = '', verb] = one.operation.split('.');
    const kind = kinds[name];
    if (kind && verb === 'list') return direct.list(name, kind, one);
    if (kind && kind.key.length > 0 && verb === 'find') return direct.find(name, kind, one);
    const sent = outgoing[name];
    if (sent && verb === 'send') return sendFile(folder, sent, one);
    throw new AdapterError('input-invalid', `the contract has no operation ${one.operation}`);
  };

  return {
    probe: (signal) => folder.check(signal),
    call,
    intake: new FolderIntake({ folder, config: given, kinds, waiting }),
    close: () => folder.close(),
  };
}
