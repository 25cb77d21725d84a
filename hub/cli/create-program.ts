import { Command } from 'commander';
import { createLog } from '../config/create-log.ts';
import { cliConfig, openContext, type RegisterCommands } from './context.ts';

/** A part of the hub that brings commands: their first words, and what adds them. */
interface CommandPart {
  readonly words: readonly string[];
  readonly add: (program: Command) => Promise<void>;
}

const parts: readonly CommandPart[] = [
  { words: ['backup', 'restore'], add: async (program) => (await import('./backup-commands.ts')).registerBackup(program, openContext) },
  { words: ['doctor'], add: async (program) => (await import('./doctor.ts')).registerDoctor(program, openContext) },
  { words: ['audit'], add: async (program) => (await import('./audit-commands.ts')).registerAudit(program, openContext) },
  { words: ['plugin', 'mfe'], add: addHostCommands },
  { words: ['user', 'client', 'key', 'session'], add: addIdentityCommands },
  { words: ['adapter', 'exchange', 'write', 'port', 'system'], add: async (program) => ofRoom(program, await import('../systems/cli.ts')) },
  { words: ['webhook'], add: async (program) => ofRoom(program, await import('../webhooks/cli.ts')) },
  { words: ['dead-letter'], add: async (program) => ofRoom(program, await import('../jobs/cli.ts')) },
];

/** The commands of `amanah`: where a word of the hub comes first, those of its part alone, since most of a command's time is reading code; else every one, the plugins' too. */
export async function createProgram(args: readonly string[] = []): Promise<Command> {
  const program = new Command('amanah').description('Runs and looks after Amanah Hub').option('--json', 'print JSON').showHelpAfterError();
  const first = args.find((arg) => !arg.startsWith('-'));
  const asked = parts.find(({ words }) => first !== undefined && words.includes(first));
  for (const { add } of asked ? [asked] : parts) await add(program);
  if (!asked) await (await import('./plugin-commands.ts')).registerPluginCommands(program, cliConfig(), openContext);
  for (const command of allCommands(program)) if (!command.options.some((option) => option.long === '--json')) command.option('--json', 'print JSON');
  return program;
}

function ofRoom(program: Command, { register }: { register: RegisterCommands }): void {
  register(program, openContext);
}

async function addHostCommands(program: Command): Promise<void> {
  const { registerHostCommands } = await import('../host/cli.ts');
  const config = cliConfig();
  registerHostCommands(program, {
    config,
    log: createLog({ logLevel: 'error', role: config.role }),
    open: openContext,
    print: (value, text) => console.log(process.argv.includes('--json') ? JSON.stringify(value) : text),
  });
}

async function addIdentityCommands(program: Command): Promise<void> {
  ofRoom(program, await import('../identity/cli.ts'));
  (await import('./client-grant-commands.ts')).registerClientGrants(program, openContext);
}

function allCommands(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...allCommands(child)]);
}
