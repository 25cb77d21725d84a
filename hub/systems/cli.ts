import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AmanahError } from '@amanah/errors';
import type { ConfigProblem } from '@amanah/plugin-api';
import type { Command } from 'commander';
import { cliConfig, type RegisterCommands } from '../cli/context.ts';
import { print } from '../cli/print.ts';
import { probe } from './probe.ts';
import { readDefinition } from './read-definition.ts';
import { readFileSet, readSystemFiles, standInAddresses, systemFolders } from './system-files.ts';

/** `amanah system …`: works on files alone, which a running hub takes up within seconds; needs no database. */
export const register: RegisterCommands = (program) => {
  const system = program.command('system').description('Connected systems');

  system
    .command('add <file>')
    .description('Check a system file and connect the system')
    .action((file: string, _options: object, command: Command) => {
      const { dataDir } = cliConfig();
      const text = readFileSync(file, 'utf8');
      const definition = checked(text, file);
      mkdirSync(join(dataDir, 'systems'), { recursive: true });
      writeFileSync(join(dataDir, 'systems', `${definition.id}.yaml`), text);
      print(command, { added: definition.id }, [`added ${definition.id}`]);
    });

  system
    .command('test <file>')
    .description('Check a system file and ask the system once, without connecting it')
    .action(async (file: string, _options: object, command: Command) => {
      const result = await probe(checked(readFileSync(file, 'utf8'), file));
      print(command, result, [result.reached ? `reached: status ${result.status} in ${result.ms} ms` : `not reached: ${result.reason}`]);
      if (!result.reached) process.exitCode = 1;
    });

  system
    .command('list')
    .description('List the systems of the configuration files')
    .action((_options: object, command: Command) => {
      const config = cliConfig();
      const { definitions, problems } = readFileSet(readSystemFiles(systemFolders(config)), new Map(), standInAddresses(config.dataDir));
      const systems = [...definitions].map(([file, { id, connection, access, signIn }]) => ({
        id,
        file,
        upstream: connection.upstream,
        access,
        bridge: signIn.bridge,
      }));
      print(command, { systems, problems }, [
        ...systems.map(({ id, upstream, access, bridge }) => `${id}\t${upstream}\t${access}\t${bridge}`),
        ...problems.map(inWords),
      ]);
      if (problems.length > 0) process.exitCode = 1;
    });

  system
    .command('remove <id>')
    .description('Disconnect a system that was added by this command')
    .action((id: string, _options: object, command: Command) => {
      const file = systemFolders(cliConfig()).at(-1)!;
      if (!/^[a-z][a-z0-9-]{1,62}$/.test(id) || !readSystemFiles([file]).some(({ path }) => path === join(file, `${id}.yaml`)))
        throw new AmanahError('SYSTEMS_UNKNOWN', { detail: id });
      rmSync(join(file, `${id}.yaml`));
      print(command, { removed: id }, [`removed ${id}`]);
    });
};

function checked(text: string, file: string) {
  const read = readDefinition(text, file, standInAddresses(cliConfig().dataDir));
  if ('definition' in read) return read.definition;
  const lines = 'problems' in read ? read.problems.map(inWords) : [`${file}: stand-in "${read.waitsFor}" does not run`];
  throw new AmanahError('SYSTEMS_DEFINITION_INVALID', { detail: lines.join('; ') });
}

function inWords({ file, line, field, expected, found }: ConfigProblem): string {
  return `${file}:${line ?? '-'}: ${field}: expected ${expected}, found ${found}`;
}
