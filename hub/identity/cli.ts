import { AmanahError } from '@amanah/errors';
import type { SignOutReport } from '@amanah/plugin-api';
import type { Command } from 'commander';
import type { OpenContext } from '../cli/context.ts';
import type { Store } from '../store/contract.ts';
import { createIdentityAdmin } from './identity-admin.ts';
import { PostgresSessionStore } from './session-store.ts';
import { createSessions } from './sessions.ts';
import { clientCommands } from './oidc/client-commands.ts';
import { signOut, type SignOutSources } from './sign-out.ts';
import { askForSignOut } from './sign-out-requests.ts';
import { keysChangedChannel, leadSeconds, SigningKeys } from './signing-keys.ts';
import { userCommands } from './user-commands.ts';

const requestId = 'command-line';

/** Opens what the commands work on, and closes it whatever happens; prints the result as JSON or lines. */
async function run(
  open: OpenContext,
  command: Command,
  act: (opened: Awaited<ReturnType<typeof openIdentity>>) => Promise<{ result: unknown; lines: readonly string[] }>,
): Promise<void> {
  const opened = await openIdentity(open);
  try {
    const { result, lines } = await act(opened);
    console.log(command.optsWithGlobals<{ json?: boolean }>().json ? JSON.stringify(result) : lines.join('\n'));
  } finally {
    await opened.close();
  }
}

async function openIdentity(open: OpenContext) {
  const context = await open();
  const { config, store, access, audit } = context;
  const sessionStore = new PostgresSessionStore(store, config, access);
  const sessions = await createSessions({ store, sessions: sessionStore, config });
  return {
    ...context,
    sessionStore,
    sessions,
    admin: createIdentityAdmin({ config, store, access, audit, sessionStore, sessions }),
    endSessions: async (personId: string) => (await endSessions({ store, sessionStore, sessions }, personId)).report.sessions,
    async close() {
      await sessions.close();
      await context.close();
    },
  };
}

/** Adds `user add|password|leave|list`, `client add|list|remove`, `session revoke` and `key list|rotate`. */
export function register(program: Command, open: OpenContext): void {
  userCommands(program.command('user').description('people who may sign in'), (command, act) => run(open, command, act), requestId);
  clientCommands(program.command('client').description('systems that sign in by OpenID Connect'), (command, act) => run(open, command, act), requestId);
  keyCommands(program.command('key').description('signing keys'), open);
  program
    .command('session')
    .description('open sessions')
    .command('revoke')
    .description('end every session of a person, here and in connected systems')
    .requiredOption('--user <id>', 'user name')
    .action((options: { user: string }, command: Command) =>
      run(open, command, async ({ store, audit, sessionStore, sessions }) => {
        const [person] = await store.hub.query<{ id: string }>('SELECT id FROM hub.person WHERE username = $1', [options.user]);
        if (!person) throw new AmanahError('IDENTITY_PERSON_UNKNOWN');
        const { report, told } = await endSessions({ store, sessionStore, sessions }, person.id);
        await audit.record({ action: 'session.endedEverywhere', actor: null, subject: person.id, requestId });
        return { result: report, lines: signOutLines(report, told) };
      }),
    );
}

/** Ends every session of a person. Without a running hub they end here; systems and clients are told when one starts. */
async function endSessions(
  { store, ...sources }: SignOutSources & { readonly store: Store },
  personId: string,
): Promise<{ report: SignOutReport; told: boolean }> {
  const byHub = await askForSignOut(store, personId);
  return { report: byHub ?? (await signOut(sources, { personId })), told: byHub !== null };
}

function signOutLines(report: SignOutReport, told: boolean): string[] {
  return [
    `sessions ended: ${report.sessions}`,
    ...report.closed.map(({ id }) => `closed: ${id}`),
    ...report.unreachable.map(({ id, reason }) => `could not be reached: ${id} (${reason})`),
    ...(told ? [] : ['no hub runs: systems and clients are told when one starts']),
  ];
}

function keyCommands(key: Command, open: OpenContext): void {
  key
    .command('list')
    .description('keys that are published: current, next, retired')
    .action((_options: object, command: Command) =>
      run(open, command, async ({ store, config }) => {
        const keys = await new SigningKeys(store.hub, config.sealKey).list();
        return { result: keys, lines: keys.map(({ kid, state, usedFrom }) => `${kid}  ${state}  from ${usedFrom}`) };
      }),
    );
  key
    .command('rotate')
    .description('publish a new key that signs in an hour; the old one stays published for a day after')
    .option('--now', 'sign with the new key at once, as when the old one has leaked')
    .action((options: { now?: boolean }, command: Command) =>
      run(open, command, async ({ store, config, audit }) => {
        const keys = new SigningKeys(store.hub, config.sealKey);
        await keys.rotate(options.now ? 0 : leadSeconds);
        await store.notify(keysChangedChannel, '');
        await audit.record({ action: 'key.rotated', actor: null, subject: 'signing-key', requestId });
        return { result: { rotated: true, keys: await keys.list() }, lines: [options.now ? 'a new signing key is in use' : 'a new signing key is published'] };
      }),
    );
}
