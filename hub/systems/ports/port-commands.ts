import { AmanahError } from '@amanah/errors';
import type { PortInfo, PortProvider } from '@amanah/plugin-api';
import type { Command } from 'commander';
import type { OpenContext } from '../../cli/context.ts';
import { print } from '../../cli/print.ts';
import { withSystems } from '../with-systems.ts';
import type { Ports } from './contract.ts';
import { createPorts } from './create-ports.ts';
import { resolvePort, type UnitLine } from './resolve.ts';

const requestId = 'command-line';

interface Opened {
  readonly admin: Ports['admin'];
  readonly access: UnitLine & { unit(id: string): { readonly parent: string | null } | undefined };
}

/** `amanah port list|describe|set|unset`. */
export function registerPortCommands(program: Command, open: OpenContext): void {
  const port = program.command('port').description('who serves the ports that plugins need, by unit');
  const run = (work: (opened: Opened) => Promise<void>) =>
    withSystems(open, async (systems, context) => {
      const ports = await createPorts({ ...context, systems });
      try {
        await work({ admin: ports.admin, access: context.access });
      } finally {
        await ports.close();
      }
    });

  port
    .command('list')
    .description('every port with who could serve it, and who does for which unit')
    .action((_options: object, command: Command) =>
      run(async ({ admin }) => {
        const ports = await admin.list();
        print(
          command,
          ports,
          ports.flatMap((one) => [
            `${one.port}\t${one.operations.join(', ')}\tcan be served by ${one.providers.map(providerText).join(', ') || 'nobody'}`,
            ...one.assignments.map(({ unit, by, source }) => `  ${unit}\t${providerText(by)}\t${source}`),
          ]),
        );
      }),
    );
  port
    .command('describe')
    .argument('<port>', 'plugin/name')
    .option('--unit <unit>', 'who serves it for this unit, with everything above it taken into account')
    .description('one port: its operations, who could serve it, and who does')
    .action((name: string, { unit }: { unit?: string }, command: Command) =>
      run(async ({ admin, access }) => {
        const found = await known(admin, name);
        if (unit !== undefined && !access.unit(unit)) throw new AmanahError('HOST_UNIT_UNKNOWN', { detail: unit });
        const serving = unit === undefined ? undefined : resolvePort(name, unit, found.assignments, access);
        print(command, { ...found, ...(serving === undefined ? {} : { serving }) }, [
          `${found.port}\t${found.title.ar}\t${found.title.en}`,
          `operations\t${found.operations.join(', ')}`,
          `can be served by\t${found.providers.map(providerText).join(', ') || 'nobody'}`,
          ...found.assignments.map(({ unit: at, by, source }) => `${at}\t${providerText(by)}\t${source}`),
          ...(serving === undefined ? [] : [serving ? `for ${unit}\t${providerText(serving.by)}\tdecided at ${serving.unit}` : `for ${unit}\tnobody`]),
        ]);
      }),
    );
  port
    .command('set')
    .argument('<port>', 'plugin/name')
    .argument('<unit>')
    .option('--system <id>', 'a connected system')
    .option('--plugin <id>', 'a plugin of ours')
    .description('say who serves a port for a unit and everything below it; holds for the next call')
    .action((name: string, unit: string, options: { system?: string; plugin?: string }, command: Command) =>
      run(async ({ admin }) => {
        const by = providerOf(options);
        await admin.assign(name, unit, by, null, requestId);
        print(command, { port: name, unit, by }, [`${name} for ${unit}: ${providerText(by)}`]);
      }),
    );
  port
    .command('unset')
    .argument('<port>', 'plugin/name')
    .argument('<unit>')
    .description('take back what was decided here: the file or the unit above holds again')
    .action((name: string, unit: string, _options: object, command: Command) =>
      run(async ({ admin }) => {
        await known(admin, name);
        await admin.unassign(name, unit, null, requestId);
        print(command, { port: name, unit }, [`${name} for ${unit}: as the file or the unit above says`]);
      }),
    );
}

async function known(admin: Ports['admin'], name: string): Promise<PortInfo> {
  const ports = await admin.list();
  const found = ports.find(({ port }) => port === name);
  if (!found) throw new AmanahError('HTTP_INVALID_INPUT', { detail: `port "${name}": one of ${ports.map(({ port }) => port).join(', ') || 'none'}` });
  return found;
}

function providerOf({ system, plugin }: { system?: string; plugin?: string }): PortProvider {
  if (system !== undefined && plugin === undefined) return { system };
  if (plugin !== undefined && system === undefined) return { plugin };
  throw new AmanahError('HTTP_INVALID_INPUT', { detail: 'one of --system and --plugin' });
}

function providerText(by: PortProvider): string {
  return 'system' in by ? `system ${by.system}` : `plugin ${by.plugin}`;
}
