import { existsSync } from 'node:fs';
import { AmanahError, errorText } from '@amanah/errors';
import { Command } from 'commander';
import { ConfigRefused } from '../config/config-refused.ts';
import { registerAudit } from './audit-commands.ts';
import { registerBackup } from './backup-commands.ts';
import { registerClientGrants } from './client-grant-commands.ts';
import { createLog } from '../config/create-log.ts';
import { registerHostCommands } from '../host/cli.ts';
import { cliConfig, openContext, type RegisterCommands } from './context.ts';
import { registerDoctor } from './doctor.ts';

/** Rooms that bring commands of their own in `cli.ts`. */
const rooms = ['identity', 'systems', 'webhooks', 'jobs'];

async function main(): Promise<void> {
  const program = new Command('amanah').description('Runs and looks after Amanah Hub').option('--json', 'print JSON').showHelpAfterError();
  registerBackup(program, openContext);
  registerDoctor(program, openContext);
  registerAudit(program, openContext);
  const config = cliConfig();
  registerHostCommands(program, {
    config,
    log: createLog({ logLevel: 'error', role: config.role }),
    open: openContext,
    print: (value, text) => console.log(process.argv.includes('--json') ? JSON.stringify(value) : text),
  });
  for (const room of rooms) {
    const module = new URL(`../${room}/cli.ts`, import.meta.url);
    if (existsSync(module)) ((await import(module.href)) as { register: RegisterCommands }).register(program, openContext);
  }
  registerClientGrants(program, openContext);
  for (const command of allCommands(program)) if (!command.options.some((option) => option.long === '--json')) command.option('--json', 'print JSON');
  await program.parseAsync();
}

function allCommands(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...allCommands(child)]);
}

main().catch((error: unknown) => {
  const told = describe(error);
  if (process.argv.includes('--json')) console.log(JSON.stringify({ error: told }));
  else console.error([told.title, told.action, told.detail].filter(Boolean).join('\n'));
  process.exitCode = 1;
});

function describe(error: unknown): { code: string; title: string; action: string; detail: string; fields?: unknown } {
  if (error instanceof AmanahError) {
    return { code: error.code, ...errorText(error.code, 'en', error.params), detail: error.detail ?? '', ...(error.fields ? { fields: error.fields } : {}) };
  }
  const code = error instanceof ConfigRefused ? 'CONFIG_REFUSED' : 'FAILED';
  return { code, title: error instanceof Error ? error.message : String(error), action: '', detail: '' };
}
