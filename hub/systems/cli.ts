import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AmanahError } from '@amanah/errors';
import type { SystemsAdmin } from '@amanah/plugin-api';
import type { Command } from 'commander';
import type { OpenContext, RegisterCommands } from '../cli/context.ts';
import { print } from '../cli/print.ts';
import { createSystems } from './create-systems.ts';
import { problemInWords } from './definition-refused.ts';

const requestId = 'command-line';

/** `amanah system add|test|list|remove`: on the store of the running hub, which takes a change up at once in every replica. */
export const register: RegisterCommands = (program, open) => {
  const system = program.command('system').description('connected systems');

  system
    .command('add')
    .argument('<file>', 'YAML; its schema is at /schemas/system.json of the portal')
    .description('check a system file and connect the system; the same id again replaces it')
    .action((file: string, _options: object, command: Command) =>
      withSystems(open, async (admin) => {
        const saved = await admin.save(readText(file), null, requestId, file);
        print(command, { added: saved.id, url: saved.url }, [`added ${saved.id}: ${saved.url}`]);
      }),
    );

  system
    .command('test')
    .argument('<file-or-id>')
    .description('check a system file, or a system that runs, against the real system; changes nothing')
    .action((given: string, _options: object, command: Command) =>
      withSystems(open, async (admin) => {
        const result = existsSync(given) ? await admin.test(readText(given), given) : await admin.testRunning(given);
        print(command, result, [
          ...result.problems.map((problem) => `failed\tdefinition\t${problemInWords(problem)}`),
          ...result.checks.map(({ id, state, ms, found }) => [state, id, found ?? '', ms === null ? '' : `${ms} ms`].join('\t').trimEnd()),
        ]);
        if (!result.ok) process.exitCode = 1;
      }),
    );

  system
    .command('list')
    .description('every system of files and rows with its state, those that wait, and what is wrong with refused files')
    .action((_options: object, command: Command) =>
      withSystems(open, async (admin) => {
        const [systems, waiting, problems] = await Promise.all([admin.list(), admin.waiting(), admin.problems()]);
        print(command, { systems, waiting, problems }, [
          ...systems.map((one) => [one.id, one.state, one.file ?? one.source, one.url, one.access, one.bridge, one.reason].filter(Boolean).join('\t')),
          ...waiting.map((one) => `${one.id}\twaiting\t${one.from}\tits stand-in "${one.waitsFor}" does not run`),
          ...problems.map((problem) => `refused\t${problemInWords(problem)}`),
        ]);
        if (problems.length > 0) process.exitCode = 1;
      }),
    );

  system
    .command('remove')
    .argument('<id>')
    .description('disconnect a system that was added by command or in the operations pages')
    .action((id: string, _options: object, command: Command) =>
      withSystems(open, async (admin) => {
        await admin.remove(id, null, requestId);
        print(command, { removed: id }, [`removed ${id}`]);
      }),
    );
};

async function withSystems(open: OpenContext, work: (admin: SystemsAdmin) => Promise<void>): Promise<void> {
  const context = await open();
  try {
    await work((await createSystems({ ...context, follows: false })).admin);
  } finally {
    await context.close();
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new AmanahError('SYSTEMS_DEFINITION_INVALID', { detail: `${resolve(file)}: ${(error as NodeJS.ErrnoException).code ?? 'unreadable'}`, cause: error });
  }
}
