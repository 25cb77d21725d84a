import type { Command } from 'commander';
import type { OpenContext } from './context.ts';
import { print } from './print.ts';

/** `amanah audit verify`: exit code 1 when the chain is broken. */
export function registerAudit(program: Command, open: OpenContext): void {
  const audit = program.command('audit').description('the append-only record');
  audit
    .command('verify')
    .description('check that no record was changed or removed')
    .action(async (_options: object, command: Command) => {
      const context = await open();
      try {
        const check = await context.audit.verify();
        const line = check.brokenAt === null ? `${check.records} records, unbroken` : `broken at record ${check.brokenAt}: ${check.reason}`;
        print(command, check, [line]);
        if (check.brokenAt !== null) process.exitCode = 1;
      } finally {
        await context.close();
      }
    });
}
