import { createReadStream } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import type { AuditCheck } from '../audit/contract.ts';
import { exportedLines, verifyExport } from '../audit/export.ts';
import type { OpenContext } from './context.ts';
import { print } from './print.ts';

/** `amanah audit export FILE`, and `amanah audit verify [FILE]`: exit code 1 when the chain is broken. */
export function registerAudit(program: Command, open: OpenContext): void {
  const audit = program.command('audit').description('the append-only record');
  audit
    .command('export')
    .argument('<file>', 'new file: one record a line, with the hashes that chain them')
    .description('write the whole record to a file that can be checked without the database')
    .action(async (file: string, _options: object, command: Command) => {
      const context = await open();
      try {
        const out = await openFile(resolve(file), 'wx', 0o600);
        try {
          for await (const line of exportedLines(context.store.hub)) await out.write(`${line}\n`);
        } finally {
          await out.close();
        }
        const { records, head } = await checkFile(file);
        print(command, { file: resolve(file), records, head }, [`${records} records in ${resolve(file)}`, `note the last hash apart from the file: ${head}`]);
      } finally {
        await context.close();
      }
    });

  audit
    .command('verify')
    .argument('[file]', 'an export; without it the record in the database')
    .description('check that no record was changed or removed; an export needs no database')
    .action(async (file: string | undefined, _options: object, command: Command) => {
      if (file !== undefined) {
        const check = await checkFile(file);
        return tell(command, check, check.brokenAt === null ? [`last hash: ${check.head}`] : []);
      }
      const context = await open();
      try {
        tell(command, await context.audit.verify());
      } finally {
        await context.close();
      }
    });
}

function checkFile(file: string) {
  return verifyExport(createInterface({ input: createReadStream(resolve(file)), crlfDelay: Infinity }));
}

function tell(command: Command, check: AuditCheck, more: readonly string[] = []): void {
  const line = check.brokenAt === null ? `${check.records} records, unbroken` : `broken at record ${check.brokenAt}: ${check.reason}`;
  print(command, check, [line, ...more]);
  if (check.brokenAt !== null) process.exitCode = 1;
}
