import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AmanahError } from '@amanah/errors';
import type { Command } from 'commander';
import * as tar from 'tar';
import { otherHubs } from '../config/run-files.ts';
import { createFiles } from '../files/create-files.ts';
import { prepareQueueSchema } from '../jobs/queue-schema.ts';
import { backUp } from '../store/backup.ts';
import { restore } from '../store/restore.ts';
import type { OpenContext } from './context.ts';
import { print } from './print.ts';

/** `amanah backup DIR|FILE.tar.gz` (while the hub works) and `amanah restore FILE|DIR` (into an empty store, hub stopped). */
export function registerBackup(program: Command, open: OpenContext): void {
  program
    .command('backup')
    .argument('<target>', 'new folder, or a file ending in .tar.gz')
    .description('copy database and files as of one moment; the hub may go on working')
    .action(async (target: string, _options: object, command: Command) => {
      const context = await open();
      try {
        const { config, store, audit } = context;
        const work = isArchive(target) ? join(await mkdtemp(join(tmpdir(), 'amanah-backup-')), 'backup') : resolve(target);
        const manifest = await backUp({ ownerUrl: store.ownerUrl, files: await createFiles(config), sealKey: config.sealKey, to: work });
        if (isArchive(target)) {
          await tar.create({ gzip: true, file: resolve(target), cwd: work, mode: 0o600 } as tar.TarOptionsWithAliasesAsyncFile, ['.']);
          await rm(join(work, '..'), { recursive: true });
        }
        const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
        // Where it lies stays out of the record: operators see its age only.
        await audit.record({ action: 'hub:backup.made', actor: null, subject: `backup/${manifest.createdAt}`, requestId: 'command-line', data: { rows } });
        print(command, { target: resolve(target), tables: manifest.tables.length, rows, sealKeyId: manifest.sealKeyId }, [
          `${manifest.tables.length} tables, ${rows} rows in ${resolve(target)}`,
          `keep the seal key ${manifest.sealKeyId} elsewhere: it is not in the backup`,
        ]);
      } finally {
        await context.close();
      }
    });

  program
    .command('restore')
    .argument('<source>', 'what "backup" made')
    .description('bring an empty store to what the backup holds; the hub must not run')
    .action(async (source: string, _options: object, command: Command) => {
      const context = await open();
      const unpacked = await mkdtemp(join(tmpdir(), 'amanah-restore-'));
      try {
        const { config, store, log } = context;
        if (otherHubs(config.dataDir).length > 0) throw new AmanahError('STORE_RESTORE_HUB_RUNS');
        const from = (await stat(source)).isDirectory() ? resolve(source) : unpacked;
        if (from === unpacked) await tar.extract({ file: resolve(source), cwd: unpacked });
        const manifest = await restore({ ownerUrl: store.ownerUrl, config, files: await createFiles(config), from, log, prepareQueue: prepareQueueSchema });
        const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
        print(command, { tables: manifest.tables.length, rows }, [`restored ${rows} rows of ${manifest.tables.length} tables, as of ${manifest.createdAt}`]);
      } finally {
        await rm(unpacked, { recursive: true, force: true });
        await context.close();
      }
    });
}

function isArchive(path: string): boolean {
  return /\.(tar\.gz|tgz)$/.test(path);
}
