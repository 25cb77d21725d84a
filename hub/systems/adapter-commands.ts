import type { AdapterInfo } from '@amanah/plugin-api';
import type { Command } from 'commander';
import { cliConfig, type OpenContext } from '../cli/context.ts';
import { print } from '../cli/print.ts';
import { adaptersFolder } from './adapter-configs.ts';
import { newAdapter } from './scaffold/new-adapter.ts';
import { withSystems } from './with-systems.ts';

/** `amanah adapter list|new`. */
export function registerAdapterCommands(program: Command, open: OpenContext): void {
  const adapter = program.command('adapter').description('adapters of this installation');
  adapter
    .command('list')
    .description('every installed adapter with its tier; those that cannot be used with the reason')
    .action((_options: object, command: Command) =>
      withSystems(open, async ({ connect }) => {
        const adapters = await connect.adapters();
        print(command, adapters, adapters.map(adapterLine));
        if (adapters.some(({ refusal }) => refusal !== null)) process.exitCode = 1;
      }),
    );
  adapter
    .command('new')
    .argument('<name>', 'of the protocol, such as parking-meters')
    .option('--title-ar <title>', 'its title in Arabic')
    .option('--title-en <title>', 'its title in English')
    .description('a working adapter to start from, with the shared suite and a counterpart of its own')
    .action(async (name: string, options: { titleAr?: string; titleEn?: string }, command: Command) => {
      const folder = cliConfig().adaptersDir ?? adaptersFolder;
      const files = await newAdapter(folder, { id: name, ...options });
      print(command, { name, files }, [
        `adapters/${name}: ${files.join(', ')}`,
        'It can be connected now: in the operations pages, by YAML and by command. Its tests: node scripts/node.mjs node_modules/vitest/vitest.mjs run --project unit ' +
          `adapters/${name}`,
        'Before it is committed, "npm install --ignore-scripts" once names it in the lock file.',
      ]);
    });
}

function adapterLine({ protocol, tier, reviewed, refusal }: AdapterInfo): string {
  return refusal === null ? [protocol, tier, reviewed ? 'our own' : 'runs apart'].join('\t') : `${protocol}\trefused\t${refusal}`;
}
