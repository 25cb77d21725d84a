import { AmanahError } from '@amanah/errors';
import type { ClientInput, IdentityAdmin } from '@amanah/plugin-api';
import { Option, type Command } from 'commander';
import type { Access } from '../../access/contract.ts';
import type { HubConfig } from '../../config/contract.ts';
import { scopeNames } from './claims.ts';

interface ClientOptions {
  id: string;
  redirectUri?: string[];
  postLogoutRedirectUri?: string[];
  backchannelLogoutUri?: string;
  corsOrigin?: string[];
  auth: NonNullable<ClientInput['auth']>;
  pkce: boolean;
  signIn?: NonNullable<ClientInput['signIn']>;
  scope?: string[];
  subjectType?: NonNullable<ClientInput['subjectType']>;
  consent?: boolean;
  api?: boolean;
  owner?: string;
  dpop?: boolean;
  titleAr?: string;
  titleEn?: string;
}

interface Opened {
  readonly admin: Pick<IdentityAdmin, 'addClient' | 'clients' | 'removeClient' | 'rotateClientSecret' | 'setClientDisabled'>;
  readonly config: HubConfig;
  readonly access: Pick<Access, 'unit'>;
}

type Act = (command: Command, act: (opened: Opened) => Promise<{ result: unknown; lines: readonly string[] }>) => Promise<void>;

/** `client add|list|disable|enable|remove`: systems that sign people in by OpenID Connect or call the hub's own API. */
export function clientCommands(client: Command, run: Act, requestId: string): void {
  client
    .command('add')
    .description('register a client, or bring the one of the same id up to date under a new secret; prints the secret once')
    .requiredOption('--id <id>')
    .option('--redirect-uri <uri...>', 'exact address; may be repeated; none for a system that only calls the API')
    .option('--post-logout-redirect-uri <uri...>', 'exact address; may be repeated')
    .option('--backchannel-logout-uri <uri>', 'where logout tokens are posted')
    .option('--cors-origin <origin...>', 'origin of a browser application; may be repeated')
    .addOption(new Option('--auth <method>', 'none: an application that can keep no secret').choices(['basic', 'post', 'none']).default('basic'))
    .option('--no-pkce', 'exempt an old confidential client from PKCE')
    .addOption(new Option('--sign-in <page>', 'first sign-in page').choices(['national', 'staff']))
    .addOption(new Option('--scope <scope...>', 'what it may ask for; default: profile email roles').choices(scopeNames))
    .addOption(new Option('--subject-type <type>', 'pairwise: a sub that no other client knows').choices(['public', 'pairwise']))
    .option('--consent', "ask each person before the client learns anything: for systems that are not the Amanah's own")
    .option('--api', "calls the hub's own API under its own name, where `client grant` allows")
    .option('--owner <unit>', 'unit that answers for a system that calls the API')
    .option('--dpop', 'its tokens work only with a proof of its key (RFC 9449)')
    .option('--title-ar <title>', 'name shown to people')
    .option('--title-en <title>', 'name shown to people')
    .action((options: ClientOptions, command: Command) =>
      run(command, async ({ admin, config, access }) => {
        if (options.owner && !access.unit(options.owner)) throw new AmanahError('HOST_UNIT_UNKNOWN', { detail: `owner "${options.owner}"` });
        const { clientSecret } = await admin.addClient(inputOf(options, config), null, requestId);
        return {
          result: { client_id: options.id, ...(clientSecret ? { client_secret: clientSecret } : {}) },
          lines: [`client_id: ${options.id}`, ...(clientSecret ? [`client_secret: ${clientSecret}`] : [])],
        };
      }),
    );
  client
    .command('list')
    .description('registered clients')
    .action((_options: object, command: Command) =>
      run(command, async ({ admin }) => {
        const clients = await admin.clients();
        return {
          result: clients,
          lines: clients.map(({ id, redirectUris, disabledAt }) => [id, ...redirectUris, ...(disabledAt ? ['disabled'] : [])].join('  ')),
        };
      }),
    );
  for (const [name, disabled, description] of [
    ['disable', true, 'take nothing of a client any more; its access tokens end at once'],
    ['enable', false, 'let a disabled client in again'],
  ] as const) {
    client
      .command(name)
      .description(description)
      .requiredOption('--id <id>')
      .action((options: { id: string }, command: Command) =>
        run(command, async ({ admin }) => {
          await admin.setClientDisabled(options.id, disabled, null, requestId);
          return { result: { id: options.id, disabled }, lines: [`${name}d: ${options.id}`] };
        }),
      );
  }
  client
    .command('remove')
    .description('remove a client; its tokens end at once')
    .requiredOption('--id <id>')
    .action((options: { id: string }, command: Command) =>
      run(command, async ({ admin }) => {
        await admin.removeClient(options.id, null, requestId);
        return { result: { removed: options.id }, lines: [`removed: ${options.id}`] };
      }),
    );
}

function inputOf(options: ClientOptions, config: HubConfig): ClientInput {
  const { titleAr, titleEn } = options;
  const title = { ar: titleAr ?? titleEn ?? options.id, en: titleEn ?? titleAr ?? options.id };
  return {
    id: options.id,
    ...(titleAr || titleEn ? { title } : {}),
    redirectUris: options.redirectUri ?? [],
    postLogoutRedirectUris: options.postLogoutRedirectUri ?? [],
    ...(options.backchannelLogoutUri ? { backchannelLogoutUri: options.backchannelLogoutUri } : {}),
    corsOrigins: options.corsOrigin ?? [],
    auth: options.auth,
    pkce: options.pkce,
    signIn: options.signIn ?? (config.profile === 'demo' ? 'staff' : 'national'),
    ...(options.scope ? { scopes: options.scope } : {}),
    ...(options.subjectType ? { subjectType: options.subjectType } : {}),
    ...(options.consent ? { consent: true } : {}),
    ...(options.api ? { api: true } : {}),
    ...(options.owner ? { owner: options.owner } : {}),
    ...(options.dpop ? { dpop: true } : {}),
  };
}
