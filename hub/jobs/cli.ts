import type { DeadLetter } from '@amanah/plugin-api';
import { withContext, type RegisterCommands } from '../cli/context.ts';
import type { Command } from 'commander';
import { print } from '../cli/print.ts';
import { askForReplay, listDeadLetters, takeDeadLetter } from './dead-letters.ts';

const requestId = 'command-line';

/** `amanah dead-letter list|replay|discard`: jobs and events that failed for good. Plugins run in the hub only, so replaying is asked of its workers. */
export const register: RegisterCommands = (program, open) => {
  const letter = program.command('dead-letter').description('jobs and events that failed for good');
  letter
    .command('list')
    .description('the latest, newest first, without what they were given')
    .action((_options: object, command: Command) =>
      withContext(open, async ({ store }) => {
        // Inputs may be about people; the operations pages show them covered.
        const letters = (await listDeadLetters(store.hub)).map(({ input: _input, ...one }) => one);
        print(command, letters, letters.map(letterLine));
      }),
    );
  letter
    .command('replay')
    .argument('<id>')
    .description('let a worker of the hub run it again; it is gone from the list once that has succeeded')
    .action((id: string, _options: object, command: Command) =>
      withContext(open, async ({ store, audit }) => {
        await askForReplay(store, id);
        await audit.record({ action: 'host:dead-letter.replayed', actor: null, subject: `dead-letter/${id}`, requestId });
        print(command, { replayed: id }, [`a worker runs ${id} again`]);
      }),
    );
  letter
    .command('discard')
    .argument('<id>')
    .description('forget it for good')
    .action((id: string, _options: object, command: Command) =>
      withContext(open, async ({ store, audit }) => {
        const taken = await takeDeadLetter(store.hub, id);
        await taken.forget();
        const { owner, name } = taken;
        await audit.record({ action: 'host:dead-letter.discarded', actor: null, subject: `dead-letter/${id}`, requestId, data: { owner, name } });
        print(command, { discarded: id }, [`discarded ${id}`]);
      }),
    );
};

function letterLine({ id, kind, plugin, job, attempts, failedAt, error }: Omit<DeadLetter, 'input'>): string {
  return [id, kind, `${plugin}/${job}`, `${attempts} attempts`, failedAt, error.split('\n')[0]].join('\t');
}
