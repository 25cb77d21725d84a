import { AmanahError } from '@amanah/errors';
import type { SignOutReport } from '@amanah/plugin-api';
import { Option, type Command } from 'commander';
import type { OpenContext } from '../cli/context.ts';
import { createIdentityAdmin } from './identity-admin.ts';
import { savePerson, type SecondFactor } from './people.ts';
import { PostgresSessionStore } from './session-store.ts';
import { createSessions } from './sessions.ts';
import { clientCommands } from './oidc/client-commands.ts';
import { signOut } from './sign-out.ts';
import { askForSignOut } from './sign-out-requests.ts';
import { keysChangedChannel, leadSeconds, SigningKeys } from './signing-keys.ts';
import { saveTotp } from './totp.ts';

const requestId = 'command-line';
const collect = (value: string, before: readonly string[]): string[] => [...before, value];

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
    admin: createIdentityAdmin({ config, store, audit, sessionStore, sessions }),
    async close() {
      await sessions.close();
      await context.close();
    },
  };
}

/** Adds `user add`, `client add|list|remove`, `session revoke` and `key list|rotate`. */
export function register(program: Command, open: OpenContext): void {
  userCommands(program.command('user').description('people who may sign in'), open);
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
        const byHub = await askForSignOut(store, person.id);
        // Without a running hub the sessions end here; systems and clients are told when one starts.
        const report = byHub ?? (await signOut({ sessionStore, sessions }, { personId: person.id }));
        await audit.record({ action: 'session.endedEverywhere', actor: null, subject: person.id, requestId });
        return { result: report, lines: signOutLines(report, byHub !== null) };
      }),
    );
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

interface UserOptions {
  id: string;
  password: string;
  nameAr: string;
  nameEn: string;
  role: string[];
  factor: SecondFactor;
  email?: string;
}

function userCommands(user: Command, open: OpenContext): void {
  user
    .command('add')
    .description('add a person, or bring the one of the same id up to date')
    .requiredOption('--id <id>', 'user name')
    .requiredOption('--password <password>')
    .requiredOption('--name-ar <name>')
    .requiredOption('--name-en <name>')
    .option('--role <role@unit>', 'role held on a unit; may be repeated', collect, [])
    .addOption(new Option('--factor <factor>', 'second factor; none in the demo profile only').choices(['none', 'totp', 'email']).default('totp'))
    .option('--email <address>', 'where codes go with --factor email; in the demo profile one is made up')
    .action((options: UserOptions, command: Command) =>
      run(open, command, async ({ store, config, access, audit }) => {
        if (options.factor === 'none' && config.profile === 'production') throw new Error('--factor none exists in the demo profile only');
        const email = options.email ?? (config.profile === 'production' ? undefined : `${options.id}@demo.amanah.test`);
        if (options.factor === 'email' && !email) throw new Error('--factor email needs --email');
        const root = access.units().find(({ parent }) => parent === null)?.id ?? '*';
        const roles = options.role.map((text) => {
          const [role = text, unit = root] = text.split('@');
          if (!access.role(role)) throw new Error(`--role ${text}: there is no role "${role}"`);
          if (!access.unit(unit)) throw new Error(`--role ${text}: there is no unit "${unit}"`);
          return { role, unit };
        });
        const personId = await savePerson(store.hub, {
          username: options.id,
          password: options.password,
          secondFactor: options.factor,
          ...(email ? { email } : {}),
          name: { ar: options.nameAr, en: options.nameEn },
          roles,
        });
        const totpSecret = options.factor === 'totp' ? await saveTotp(store.hub, config.sealKey, personId) : undefined;
        await audit.record({ action: 'person.saved', actor: null, subject: personId, requestId });
        return {
          result: { id: options.id, personId, ...(totpSecret ? { totpSecret } : {}) },
          lines: [`${options.id} (${personId})`, ...(totpSecret ? [`authenticator secret: ${totpSecret}`] : [])],
        };
      }),
    );
}
