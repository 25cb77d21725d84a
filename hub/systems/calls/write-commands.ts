import { Option, type Command } from 'commander';
import type { OpenContext } from '../../cli/context.ts';
import { print } from '../../cli/print.ts';
import { withSystems } from '../with-systems.ts';

/** `amanah write list|settle`: writes whose outcome nobody knows. */
export function registerWriteCommands(program: Command, open: OpenContext): void {
  const write = program.command('write').description('writes whose outcome nobody knows');
  write
    .command('list')
    .description('writes that wait for somebody to find out what became of them, oldest first')
    .action((_options: object, command: Command) =>
      withSystems(open, async ({ exchanges }) => {
        // What was to be written may be about people: it is in the exchange, masked.
        const waiting = (await exchanges.unknownWrites()).map(({ input: _input, ...one }) => one);
        print(
          command,
          waiting,
          waiting.map((one) => [one.system, one.operation, one.key, one.startedAt, one.plugin ?? '', one.case ?? ''].join('\t').trimEnd()),
        );
      }),
    );
  write
    .command('settle')
    .argument('<system>')
    .argument('<key>')
    .addOption(
      new Option('--found <what>', 'done: it was written; not-done: it was not, and may be sent again').choices(['done', 'not-done']).makeOptionMandatory(),
    )
    .requiredOption('--note <text>', 'how that was found out')
    .description('say what became of a write')
    .action((system: string, key: string, { found, note }: { found: 'done' | 'not-done'; note: string }, command: Command) =>
      withSystems(open, async ({ exchanges }) => {
        await exchanges.settleWrite(system, key, found, note, null, 'command-line');
        print(command, { system, key, found }, [`${system} ${key}: ${found}`]);
      }),
    );
}
