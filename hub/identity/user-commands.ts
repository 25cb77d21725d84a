import { AmanahError, errorText } from '@amanah/errors';
import type { EstablishmentRef } from '@amanah/plugin-api';
import { Option, type Command } from 'commander';
import type { Access } from '../access/contract.ts';
import type { Audit } from '../audit/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import type { Store } from '../store/contract.ts';
import { establishmentOf } from './commerce-register.ts';
import { agentOf, governmentOf, officialOf } from './held-capacities.ts';
import { madePassword } from './made-password.ts';
import { verifyPassword } from './password.ts';
import { leastLength, passwordFault } from './password-rules.ts';
import { endStaffAccount, personByUsername, personFor, savePerson, type HeldCapacity, type Person, type PersonFields, type SecondFactor } from './people.ts';
import type { PostgresSessionStore } from './session-store.ts';
import { readStaff, type StaffAccount } from './staff-accounts.ts';
import { saveTotp } from './totp.ts';

interface Opened {
  readonly config: HubConfig;
  readonly store: Store;
  readonly access: Access;
  readonly audit: Audit;
  readonly sessionStore: Pick<PostgresSessionStore, 'leaveLostCapacities'>;
  /** Ends every session of a person, here and in connected systems; resolves to how many there were. */
  endSessions(personId: string): Promise<number>;
}

type Act = (command: Command, act: (opened: Opened) => Promise<{ result: unknown; lines: readonly string[] }>) => Promise<void>;

interface AddOptions {
  id: string;
  password?: string;
  nameAr?: string;
  nameEn?: string;
  nationalId?: string;
  role?: string[];
  post?: string[];
  agent?: string[];
  government?: string[];
  factor?: SecondFactor;
  email?: string;
}

const collect = (value: string, before: readonly string[] | undefined): string[] => [...(before ?? []), value];

/** `user add|password|leave|list`: accounts of the staff, and of those who act for an office or another government body. */
export function userCommands(user: Command, run: Act, requestId: string): void {
  user
    .command('add')
    .description('add a person, or change what is given of the one with this id: everything else stays as it is')
    .requiredOption('--id <id>', 'user name')
    .option('--password <password>', 'a new person gets one that is made up and printed when none is given')
    .option('--name-ar <name>')
    .option('--name-en <name>')
    .option('--national-id <number>', 'ties the account to a national identity')
    .option('--role <role@unit>', 'role held on a unit; may be repeated; takes the place of the earlier ones', collect)
    .option('--post <role@unit>', 'post of an official in a unit, titled by its role; may be repeated, as above', collect)
    .option('--agent <role@number>', 'work in the office of this unified number, as the Commerce register names it; may be repeated, as above', collect)
    .option('--government <role@number>', 'acting for the government body of this unified number; may be repeated, as above', collect)
    .addOption(
      new Option('--factor <factor>', 'second factor, totp for a new person; ends app and recovery codes from before; none: demo profile only').choices([
        'none',
        'totp',
        'email',
      ]),
    )
    .option('--email <address>', 'where codes go with --factor email; in the demo profile one is made up')
    .action((options: AddOptions, command: Command) => run(command, (opened) => add(opened, options, requestId)));

  user
    .command('password')
    .description('give a person a new password and change nothing else; ends their sessions')
    .requiredOption('--id <id>', 'user name')
    .option('--password <password>', 'made up and printed when none is given')
    .action((options: { id: string; password?: string }, command: Command) =>
      run(command, async (opened) => {
        const person = await known(opened, options.id);
        const password = options.password ?? madePassword();
        refuseWeak(opened.config, password, person);
        await savePerson(opened.store.hub, { username: options.id, password });
        const sessions = await opened.endSessions(person.id);
        await opened.audit.record({ action: 'password.set', actor: null, subject: person.id, requestId, data: { sessionsEnded: sessions } });
        const made = options.password === undefined ? { password } : {};
        return { result: { id: options.id, personId: person.id, sessions, ...made }, lines: [...passwordLine(made), `sessions ended: ${sessions}`] };
      }),
    );

  user
    .command('leave')
    .description('a person leaves the staff: roles, posts, password, app, codes and passkeys are gone and their sessions end; the record stays')
    .requiredOption('--id <id>', 'user name')
    .action((options: { id: string }, command: Command) =>
      run(command, async (opened) => {
        const person = await known(opened, options.id);
        await endStaffAccount(opened.store.hub, person.id);
        const sessions = await opened.endSessions(person.id);
        await opened.audit.record({ action: 'person.left', actor: null, subject: person.id, requestId, data: { sessionsEnded: sessions } });
        return {
          result: { id: options.id, personId: person.id, sessions },
          lines: [`${options.id} can no longer sign in as staff`, `sessions ended: ${sessions}`],
        };
      }),
    );

  user
    .command('list')
    .description('staff accounts with their second factor, roles and posts')
    .action((_options: object, command: Command) =>
      run(command, async ({ store }) => {
        const accounts = await readStaff(store.hub);
        return {
          result: accounts,
          lines: accounts.map((one) => [one.id, one.name.ar, one.password ? one.secondFactor : 'no password', heldText(one)].join('\t')),
        };
      }),
    );
}

async function add(opened: Opened, options: AddOptions, requestId: string) {
  const { store, config, audit, sessionStore, endSessions } = opened;
  const before = await personFor(store.hub, { username: options.id, ...(options.nationalId ? { nationalId: options.nationalId } : {}) });
  const password = options.password ?? (before ? undefined : madePassword());
  const fields = await fieldsOf(opened, options, before, password);
  const newPassword = password !== undefined && !(await verifyPassword(password, before?.password_hash ?? null));
  if (newPassword)
    refuseWeak(config, password, { username: options.id, name_ar: fields.name?.ar ?? '', name_en: fields.name?.en ?? '', email: fields.email ?? null });
  const { id: personId, added } = await savePerson(store.hub, fields);
  const totpSecret = fields.secondFactor === 'totp' ? await saveTotp(store.hub, config.sealKey, personId) : undefined;
  if (!added) await sessionStore.leaveLostCapacities(personId);
  const sessions = !added && newPassword ? await endSessions(personId) : 0;
  const set = Object.entries({
    password: newPassword,
    name: fields.name,
    nationalId: fields.nationalId,
    email: options.email,
    secondFactor: fields.secondFactor,
    ...fields.capacities,
  }).flatMap(([what, given]) => (given ? [what === 'self' ? 'roles' : what] : []));
  await audit.record({ action: added ? 'person.added' : 'person.changed', actor: null, subject: personId, requestId, data: { set } });
  const [account] = await readStaff(store.hub, personId);
  const made = options.password === undefined && newPassword ? { password } : {};
  return {
    result: { id: options.id, personId, added, set, ...made, ...(totpSecret ? { totpSecret } : {}), ...(added ? {} : { sessions }) },
    lines: [
      `${options.id} (${personId}) ${added ? 'added' : 'was there already'}`,
      ...(added ? [] : [`set: ${set.join(', ') || 'nothing'}; all else stays as it was`, `sessions ended: ${sessions}`]),
      ...(account ? [`second factor: ${account.secondFactor}; ${heldText(account)}`] : []),
      ...passwordLine(made),
      ...(totpSecret ? [`authenticator secret: ${totpSecret}`] : []),
    ],
  };
}

/** What the options say, checked. @throws Error naming the option that is wrong or missing */
async function fieldsOf({ config, access }: Opened, options: AddOptions, before: Person | undefined, password: string | undefined): Promise<PersonFields> {
  if (options.factor === 'none' && config.profile === 'production') throw new Error('--factor none exists in the demo profile only');
  if (options.nationalId !== undefined && !/^[12]\d{9}$/.test(options.nationalId)) throw new Error('--national-id: ten digits that begin with 1 or 2');
  const name = { ar: options.nameAr ?? before?.name_ar, en: options.nameEn ?? before?.name_en };
  if (name.ar === undefined || name.en === undefined) throw new Error(`--name-${name.ar === undefined ? 'ar' : 'en'} is missing: "${options.id}" is new`);
  const email = options.email ?? (config.profile === 'production' || before?.email ? undefined : `${options.id}@demo.amanah.test`);
  if (options.factor === 'email' && !email && !before?.email) throw new Error('--factor email needs --email');
  // A password is never left alone.
  const secondFactor = options.factor ?? (before?.password_hash || password === undefined ? undefined : 'totp');
  const root = access.units().find(({ parent }) => parent === null)?.id ?? '*';
  const capacities = {
    ...(options.role ? { self: [{ id: 'self', capacity: null, roles: options.role.map((text) => holdingOf(access, '--role', text, root)) }] } : {}),
    ...(options.post ? { official: postsOf(access, options.post, root) } : {}),
    ...(options.agent ? { agent: await bodiesOf(config, access, '--agent', options.agent, agentOf, root) } : {}),
    ...(options.government ? { government: await bodiesOf(config, access, '--government', options.government, governmentOf, root) } : {}),
  };
  return {
    username: options.id,
    capacities,
    ...(options.nameAr !== undefined || options.nameEn !== undefined ? { name: { ar: name.ar, en: name.en } } : {}),
    ...(options.nationalId ? { nationalId: options.nationalId } : {}),
    ...(password === undefined ? {} : { password }),
    ...(secondFactor ? { secondFactor } : {}),
    ...(email ? { email } : {}),
  };
}

function holdingOf(access: Access, option: string, text: string, root: string): HeldCapacity['roles'][number] {
  const [role = text, unit = root] = text.split('@');
  if (!access.role(role)) throw new Error(`${option} ${text}: there is no role "${role}"`);
  if (!access.unit(unit)) throw new Error(`${option} ${text}: there is no unit "${unit}"`);
  return { role, unit };
}

/** Several roles in one unit are one post, titled by the first of them. */
function postsOf(access: Access, texts: readonly string[], root: string): HeldCapacity[] {
  const byUnit = Map.groupBy(
    texts.map((text) => holdingOf(access, '--post', text, root)),
    ({ unit }) => unit,
  );
  return [...byUnit].map(([unit, roles]) => officialOf(access, unit, access.role(roles[0]!.role)!.title, roles));
}

async function bodiesOf(
  { commerceRegister }: HubConfig,
  access: Access,
  option: string,
  texts: readonly string[],
  capacityOf: (body: EstablishmentRef, roles: HeldCapacity['roles']) => HeldCapacity,
  root: string,
): Promise<HeldCapacity[]> {
  return Promise.all(
    texts.map(async (text) => {
      const [role = '', number = ''] = text.split('@');
      if (!/^7\d{9}$/.test(number)) throw new Error(`${option} ${text}: after @ stands a unified number, ten digits that begin with 7`);
      const body = await establishmentOf(commerceRegister, number);
      if (!body) throw new Error(`${option} ${text}: the Commerce register does not name ${number} now`);
      return capacityOf(body, [holdingOf(access, option, role, root)]);
    }),
  );
}

/** Production holds every password to the rules that people's own choice is held to. */
function refuseWeak({ profile }: HubConfig, password: string, owner: Pick<Person, 'username' | 'name_ar' | 'name_en' | 'email'>): void {
  if (profile !== 'production') return;
  const { username, name_ar: ar, name_en: en, email } = owner;
  const fault = passwordFault(password, { username: username ?? '', name: { ar, en }, email });
  if (fault) throw new Error(`--password: ${errorText(fault, 'en', { length: leastLength }).title}`);
}

async function known({ store }: Opened, username: string): Promise<Person> {
  const person = await personByUsername(store.hub, username);
  if (!person) throw new AmanahError('IDENTITY_PERSON_UNKNOWN');
  return person;
}

const passwordLine = ({ password }: { readonly password?: string | undefined }): string[] => (password === undefined ? [] : [`password: ${password}`]);

function heldText({ roles, posts }: StaffAccount): string {
  return `roles: ${roles.join(' ') || 'none'}; posts: ${posts.map(({ capacity, roles: held }) => `${capacity} (${held.join(' ')})`).join(', ') || 'none'}`;
}
