import type { PluginCommand } from '@amanah/plugin-api';
import type { Command, CommanderError } from 'commander';
import { z } from 'zod';
import type { HubConfig } from '../config/contract.ts';
import { createFiles } from '../files/create-files.ts';
import { commandContext, findCommands, type FoundCommands } from '../host/command-context.ts';
import { ArgumentsRefused } from './arguments-refused.ts';
import { withContext, type OpenContext } from './context.ts';
import { print } from './print.ts';

/** Adds the commands that plugins bring. A plugin whose commands cannot be read, or that wants a word of the hub or of another plugin, is left out and named. */
export async function registerPluginCommands(program: Command, config: HubConfig, open: OpenContext): Promise<void> {
  const leftOut = (plugin: string, error: unknown) => console.error(`commands of plugin ${plugin} were left out: ${String((error as Error).message ?? error)}`);
  const taken = new Set(program.commands.map((command) => command.name()));
  for (const found of await findCommands(config, leftOut)) {
    const words = new Set(found.commands.map(({ name }) => name.split(' ')[0] ?? ''));
    const long = found.commands.find(({ name }) => !/^[a-z][a-z-]*(?: [a-z][a-z-]*)?$/.test(name));
    if (long) {
      leftOut(found.plugin.id, new Error(`"${long.name}" is not one or two plain words`));
      continue;
    }
    const already = [...words].find((word) => taken.has(word) || word === 'help');
    if (already !== undefined) {
      leftOut(found.plugin.id, new Error(`"${already}" is a command already`));
      continue;
    }
    for (const word of words) taken.add(word);
    for (const command of found.commands) addCommand(program, command, found, open);
  }
}

function addCommand(program: Command, brought: PluginCommand, { plugin }: FoundCommands, open: OpenContext): void {
  const [first = '', second] = brought.name.split(' ');
  const group =
    second === undefined
      ? program
      : (program.commands.find((one) => one.name() === first) ?? strict(program.command(first).description(`of the plugin ${plugin.id}`)));
  const command = strict(group.command(second ?? first).description(brought.summary));
  const fields = Object.entries(brought.input.shape as Record<string, z.ZodType>);
  for (const [name, field] of fields) addOption(command, name, field);
  command.action(async (given: Record<string, unknown>) => {
    const asked = Object.fromEntries(fields.flatMap(([name, field]) => (given[name] === undefined ? flagLeftOut(name, field) : [[name, given[name]]])));
    const input = brought.input.safeParse(asked);
    if (!input.success) throw new ArgumentsRefused(`${brought.name}: ${input.error.issues.map((issue) => inWords(issue, asked)).join('; ')}`);
    await withContext(open, async (context) => {
      const answer = await brought.run(input.data, await commandContext(plugin, { ...context, files: await createFiles(context.config) }));
      print(command, answer.result, answer.lines);
    });
  });
}

/** What it does not take is told in one line, by whoever called. */
function strict(command: Command): Command {
  return command
    .showHelpAfterError(false)
    .configureOutput({ writeErr: () => {} })
    .exitOverride((error: CommanderError) => {
      if (error.exitCode !== 0) throw new ArgumentsRefused(error.message.replace(/^error: /, ''));
    });
}

function addOption(command: Command, name: string, field: z.ZodType): void {
  const inner = innermost(field);
  const needed = !field.safeParse(undefined).success && !(inner instanceof z.ZodBoolean);
  const description = `${field.description ?? inner.description ?? ''}${needed ? ' (needed)' : ''}`.trim();
  const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  if (inner instanceof z.ZodBoolean) command.option(flag, description);
  else if (inner instanceof z.ZodArray) command.option(`${flag} <value>`, description, (value: string, before: readonly string[] = []) => [...before, value]);
  else command.option(`${flag} <value>`, description);
}

/** A flag that is not given is not set, unless its schema says what it is then. */
function flagLeftOut(name: string, field: z.ZodType): [string, boolean][] {
  return innermost(field) instanceof z.ZodBoolean && !field.safeParse(undefined).success ? [[name, false]] : [];
}

function innermost(field: z.ZodType): z.ZodType {
  return field instanceof z.ZodOptional || field instanceof z.ZodDefault || field instanceof z.ZodNullable ? innermost(field.unwrap() as z.ZodType) : field;
}

function inWords({ path, message }: z.core.$ZodIssue, asked: Readonly<Record<string, unknown>>): string {
  const name = String(path[0] ?? '');
  const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return name !== '' && asked[name] === undefined ? `${flag} is needed` : `${flag}: ${message}`;
}
