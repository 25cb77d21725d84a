import { readFile } from 'node:fs/promises';
import { AmanahError } from '@amanah/errors';
import type { AuditEntry, Log } from '@amanah/plugin-api';
import type { Command } from 'commander';
import { createAccess } from '../access/create-access.ts';
import type { HubConfig } from '../config/contract.ts';
import type { Store } from '../store/contract.ts';
import { checkedPlugins } from './checked-plugins.ts';
import { createMicroFrontends, type MicroFrontends } from './micro-frontends.ts';
import { newPlugin } from './scaffold/new-plugin.ts';

/** What the frame of `amanah` lends its commands. */
export interface HostCommandSources {
  readonly config: HubConfig;
  readonly log: Log;
  /** Opens the store beside a running hub. */
  open(): Promise<{ readonly store: Store; readonly audit: { record(entry: AuditEntry): Promise<void> }; close(): Promise<void> }>;
  /** Prints for people, or as JSON with `--json`. */
  print(value: unknown, text: string): void;
}

const requestId = 'command-line';

/** Adds `plugin list|new` and `mfe add|list|remove|review`. */
export function registerHostCommands(program: Command, sources: HostCommandSources): void {
  pluginCommands(program.command('plugin').description('plugins of this hub'), sources);
  microFrontendCommands(program.command('mfe').description('micro-frontends of third parties'), sources);
}

function pluginCommands(plugin: Command, { config, log, print }: HostCommandSources): void {
  plugin
    .command('list')
    .description('every plugin, checked as the hub checks it')
    .option('--json')
    .action(async () => {
      const list = await checkedPlugins(config, log);
      print(list, list.map((one) => `${one.id}\t${one.state}${one.refusal ? `\t${one.refusal.code}: ${one.refusal.detail}` : ''}`).join('\n'));
      if (list.some((one) => one.refusal)) process.exitCode = 1;
    });
  plugin
    .command('new')
    .description('a working plugin to start from')
    .argument('<id>')
    .option('--owner <unit>', 'unit of organisation.json', 'eamana')
    .option('--title-ar <title>', 'its title in Arabic')
    .option('--title-en <title>', 'its title in English')
    .option('--json')
    .action(async (id: string, options: { owner: string; titleAr?: string; titleEn?: string }) => {
      const access = await createAccess(config);
      if (!access.unit(options.owner)) throw new AmanahError('HOST_UNIT_UNKNOWN', { detail: `owner "${options.owner}"` });
      const files = await newPlugin(config.plugins.folder, { id, ...options });
      print({ id, files }, `plugins/${id}: ${files.join(', ')}\nIt is in the portal at /${id} after the next start (npm start builds its pages).`);
    });
}

function microFrontendCommands(mfe: Command, sources: HostCommandSources): void {
  const { print } = sources;
  mfe
    .command('add')
    .description('registers a micro-frontend from a YAML file; it waits for review')
    .argument('<file>')
    .option('--json')
    .action(async (file: string) =>
      withRegistry(sources, async (registry) => {
        const saved = await registry.save(await readFile(file, 'utf8'), null, requestId);
        print(saved, `${saved.id}: ${saved.state}`);
      }),
    );
  mfe
    .command('list')
    .option('--json')
    .action(async () =>
      withRegistry(sources, async (registry) =>
        print(
          registry.info(),
          registry
            .info()
            .map((one) => `${one.id}\t${one.state}\t${one.at}\t${one.origin}`)
            .join('\n'),
        ),
      ),
    );
  mfe
    .command('review')
    .description('lets these very files run in the page, or refuses them')
    .argument('<id>')
    .option('--refuse')
    .option('--json')
    .action(async (id: string, { refuse = false }: { refuse?: boolean }) =>
      withRegistry(sources, async (registry) => {
        await registry.review(id, !refuse, null, requestId);
        print({ id, approved: !refuse }, `${id}: ${refuse ? 'refused' : 'active'}`);
      }),
    );
  mfe
    .command('remove')
    .argument('<id>')
    .option('--json')
    .action(async (id: string) =>
      withRegistry(sources, async (registry) => {
        await registry.remove(id, null, requestId);
        print({ id }, `${id}: removed`);
      }),
    );
}

async function withRegistry({ open, log }: HostCommandSources, work: (registry: MicroFrontends) => Promise<void>): Promise<void> {
  const { store, audit, close } = await open();
  try {
    const registry = await createMicroFrontends({ store, audit, log });
    await work(registry);
    await registry.close();
  } finally {
    await close();
  }
}
