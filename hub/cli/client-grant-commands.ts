import { AmanahError } from '@amanah/errors';
import type { ClientGrant } from '@amanah/plugin-api';
import type { Command } from 'commander';
import { listRoutes } from '../host/route-listing.ts';
import { createClientAdmin } from '../identity/oidc/client-admin.ts';
import { withContext, type CliContext, type OpenContext } from './context.ts';
import { print } from './print.ts';

const requestId = 'command-line';

/** Adds `client grant|grants|revoke-grant` beside the other commands of clients: what a system may do in the hub's own API. */
export function registerClientGrants(program: Command, open: OpenContext): void {
  const client = program.commands.find((command) => command.name() === 'client');
  if (!client) return;
  const grantOf = (name: string, description: string) =>
    client
      .command(name)
      .description(description)
      .requiredOption('--id <id>')
      .requiredOption('--permission <permission>', 'such as operations:system.read')
      .requiredOption('--unit <unit>', 'unit of organisation.json; holds below it too');

  grantOf('grant', "let a client do something in the hub's own API").action(({ id, permission, unit }: { id: string } & ClientGrant, command: Command) =>
    run(open, command, async (context) => {
      const grant = { permission, unit };
      await assertGrantable(context, grant);
      await adminOf(context).grantToClient(id, grant, null, requestId);
      return { result: { id, granted: grant }, lines: [`granted: ${grant.permission} on ${grant.unit}`] };
    }),
  );
  grantOf('revoke-grant', 'take a grant back; from the next call on').action(({ id, permission, unit }: { id: string } & ClientGrant, command: Command) =>
    run(open, command, async (context) => {
      const grant = { permission, unit };
      await adminOf(context).revokeFromClient(id, grant, null, requestId);
      return { result: { id, revoked: grant }, lines: [`revoked: ${grant.permission} on ${grant.unit}`] };
    }),
  );
  client
    .command('grants')
    .description("what a client may do in the hub's own API")
    .requiredOption('--id <id>')
    .action(({ id }: { id: string }, command: Command) =>
      run(open, command, async (context) => {
        const grants = await adminOf(context).clientGrants(id);
        return { result: grants, lines: grants.map(({ permission, unit }) => `${permission}\t${unit}`) };
      }),
    );
}

const adminOf = ({ config, store, audit }: CliContext) => createClientAdmin({ config, store, audit });

/** @throws IDENTITY_GRANT_INVALID saying whether the permission or the unit is not there */
async function assertGrantable({ config, access }: CliContext, { permission, unit }: ClientGrant): Promise<void> {
  const open = (await listRoutes(config)).filter(({ route }) => route.openToSystems).map(({ plugin, route }) => `${plugin}:${String(route.access)}`);
  const offered = [...new Set(open)].sort();
  const fields = [
    ...(offered.includes(permission) ? [] : [{ path: 'permission', message: `one of ${offered.join(', ')}` }]),
    ...(access.unit(unit) ? [] : [{ path: 'unit', message: unit }]),
  ];
  if (fields.length > 0) {
    throw new AmanahError('IDENTITY_GRANT_INVALID', { fields, detail: fields.map(({ path, message }) => `${path}: ${message}`).join('; ') });
  }
}

function run(open: OpenContext, command: Command, act: (context: CliContext) => Promise<{ result: unknown; lines: readonly string[] }>): Promise<void> {
  return withContext(open, async (context) => {
    const { result, lines } = await act(context);
    print(command, result, lines);
  });
}
