import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { createLog } from '../config/create-log.ts';
import { registerHostCommands } from '../host/cli.ts';
import { registerAudit } from './audit-commands.ts';
import { registerBackup } from './backup-commands.ts';
import { registerClientGrants } from './client-grant-commands.ts';
import { cliConfig, openContext, type RegisterCommands } from './context.ts';
import { registerDoctor } from './doctor.ts';
import { registerPluginCommands } from './plugin-commands.ts';

/** Rooms that bring commands of their own in `cli.ts`. */
const rooms = ['identity', 'systems', 'webhooks', 'jobs'];

/** Every command of `amanah`. */
export async function createProgram(): Promise<Command> {
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
  await registerPluginCommands(program, config, openContext);
  for (const command of allCommands(program)) if (!command.options.some((option) => option.long === '--json')) command.option('--json', 'print JSON');
  return program;
}

function allCommands(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...allCommands(child)]);
}
