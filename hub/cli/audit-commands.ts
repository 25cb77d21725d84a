import { createReadStream } from 'node:fs';
import { open as openFile, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import type { AuditCheck } from '../audit/contract.ts';
import { exportedLines, verifyExport } from '../audit/export.ts';
import { openEvidenceKey } from '../systems/exchanges/evidence-key.ts';
import { verifyEvidence } from '../systems/exchanges/verify-evidence.ts';
import type { OpenContext } from './context.ts';
import { registerEvidence } from './evidence-command.ts';
import { print } from './print.ts';

/** `amanah audit export|evidence|key`, and `amanah audit verify [FILE]`: exit code 1 when the chain is broken. */
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

  registerEvidence(audit.command('evidence'), open);

  audit
    .command('key')
    .description('print the public key that signs evidence, to be given to who will check it')
    .action(async (_options: object, command: Command) => {
      const context = await open();
      try {
        const { publicJwk } = await openEvidenceKey(context.store, context.config.sealKey);
        print(command, publicJwk, [JSON.stringify(publicJwk)]);
      } finally {
        await context.close();
      }
    });

  audit
    .command('verify')
    .argument('[file]', 'an export, or a bundle of evidence (zip); without it the record in the database')
    .option('--key <file>', 'public key that must have signed the bundle, as `amanah audit key` printed it')
    .description('check that no record was changed or removed; an export and a bundle need no database')
    .action(async (file: string | undefined, options: { key?: string }, command: Command) => {
      if (file !== undefined && (await isZip(file))) return verifyBundle(command, file, options.key);
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

/** The first bytes of every zip. */
async function isZip(file: string): Promise<boolean> {
  const head = Buffer.alloc(2);
  const opened = await openFile(resolve(file));
  await opened.read(head, 0, 2, 0).finally(() => opened.close());
  return head.toString('latin1') === 'PK';
}

async function verifyBundle(command: Command, file: string, keyFile?: string): Promise<void> {
  const known = keyFile === undefined ? undefined : (JSON.parse(await readFile(resolve(keyFile), 'utf8')) as object);
  const check = await verifyEvidence(await readFile(resolve(file)), known);
  const found = `${check.exchanges.length} exchanges proved by ${check.links} links of the chain, signed by the key ${check.kid}`;
  print(command, check, check.fault === null ? [found, ...(known ? [] : ['compare the key with the one you were given'])] : [`not proved: ${check.fault}`]);
  if (check.fault !== null) process.exitCode = 1;
}

function checkFile(file: string) {
  return verifyExport(createInterface({ input: createReadStream(resolve(file)), crlfDelay: Infinity }));
}

function tell(command: Command, check: AuditCheck, more: readonly string[] = []): void {
  const line = check.brokenAt === null ? `${check.records} records, unbroken` : `broken at record ${check.brokenAt}: ${check.reason}`;
  print(command, check, [line, ...more]);
  if (check.brokenAt !== null) process.exitCode = 1;
}
