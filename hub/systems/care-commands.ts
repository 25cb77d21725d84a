import { AmanahError } from '@amanah/errors';
import type { Command } from 'commander';
import type { OpenContext } from '../cli/context.ts';
import { print } from '../cli/print.ts';
import { withSystems } from './with-systems.ts';

interface MaintenanceOptions {
  readonly from?: string;
  readonly until?: string;
  readonly noteAr?: string;
  readonly noteEn?: string;
  readonly end?: boolean;
}

/** `amanah system maintenance|files|rejected`: what owners do with a system that runs. */
export function registerCareCommands(system: Command, open: OpenContext): void {
  system
    .command('maintenance')
    .argument('<id>')
    .option('--until <moment>', 'until when, such as 2026-11-28T06:00+03:00')
    .option('--from <moment>', 'announces it ahead; without it, it begins now')
    .option('--note-ar <text>', 'words for visitors in Arabic')
    .option('--note-en <text>', 'words for visitors in English')
    .option('--end', 'ends it')
    .description('take a system out of use for a while, with words for visitors')
    .action((id: string, options: MaintenanceOptions, command: Command) =>
      withSystems(open, async ({ admin }) => {
        const until = untilOf(options);
        const { noteAr, noteEn } = options;
        const note = noteAr !== undefined && noteEn !== undefined ? { ar: noteAr, en: noteEn } : null;
        await admin.setMaintenance(id, until, until === null ? null : note, null, 'command-line', options.from);
        print(command, { system: id, until }, [until === null ? `${id}: no maintenance` : `${id}: maintenance until ${until}`]);
      }),
    );
  system
    .command('files')
    .argument('<id>')
    .description('files that a system of the files adapter delivered, latest first')
    .action((id: string, _options: object, command: Command) =>
      withSystems(open, async ({ connect }) => {
        const files = await connect.files(id);
        print(
          command,
          files,
          files.map(({ hash, path, operation, takenAt, rows, rejected, state, detail }) =>
            [hash, path, operation, takenAt, state, `${rows} rows`, `${rejected} rejected`, detail ?? ''].join('\t').trimEnd(),
          ),
        );
      }),
    );
  system
    .command('rejected')
    .argument('<id>')
    .argument('<hash>', 'of the file, as "system files" tells it')
    .description('rows of a file that were kept aside, with the reasons')
    .action((id: string, hash: string, _options: object, command: Command) =>
      withSystems(open, async ({ connect }) => {
        const rows = await connect.rejectedRows(id, hash);
        print(
          command,
          rows,
          rows.map(({ line, text, reasons }) =>
            [line, reasons.map(({ field, expected, found }) => `${field}: ${expected} (${found})`).join('; '), text].join('\t'),
          ),
        );
      }),
    );
}

function untilOf({ until, noteAr, noteEn, end = false }: MaintenanceOptions): string | null {
  const at = until === undefined ? null : new Date(until);
  const wrong = (at === null) !== end || (at && Number.isNaN(at.getTime())) || (noteAr === undefined) !== (noteEn === undefined);
  if (wrong) throw new AmanahError('HTTP_INVALID_INPUT', { detail: 'one of --until with a moment and --end; notes in both languages or in none' });
  return at?.toISOString() ?? null;
}
