import type { ClientInput, IdentityAdmin } from '@amanah/plugin-api';
import { Option, type Command } from 'commander';
import type { HubConfig } from '../../config/contract.ts';
import { scopeNames } from './claims.ts';

interface ClientOptions {
  id: string;
  redirectUri: string[];
  postLogoutRedirectUri?: string[];
  backchannelLogoutUri?: string;
  corsOrigin?: string[];
  auth: NonNullable<ClientInput['auth']>;
  pkce: boolean;
  signIn?: NonNullable<ClientInput['signIn']>;
  scope?: string[];
  subjectType?: NonNullable<ClientInput['subjectType']>;
  consent?: boolean;
  titleAr?: string;
  titleEn?: string;
}

interface Opened {
  readonly admin: Pick<IdentityAdmin, 'addClient' | 'clients' | 'removeClient' | 'rotateClientSecret'>;
  readonly config: HubConfig;
}

type Act = (command: Command, act: (opened: Opened) => Promise<{ result: unknown; lines: readonly string[] }>) => Promise<void>;

/** `client add|list|remove`: systems that sign in by OpenID Connect. */
export function clientCommands(client: Command, run: Act, requestId: string): void {
  client
    .command('add')
    .description('register a client, or bring the one of the same id up to date under a new secret; prints the secret once')
    .requiredOption('--id <id>')
    .requiredOption('--redirect-uri <uri...>', 'exact address; may be repeated')
    .option('--post-logout-redirect-uri <uri...>', 'exact address; may be repeated')
    .option('--backchannel-logout-uri <uri>', 'where logout tokens are posted')
    .option('--cors-origin <origin...>', 'origin of a browser application; may be repeated')
    .addOption(new Option('--auth <method>', 'none: an application that can keep no secret').choices(['basic', 'post', 'none']).default('basic'))
    .option('--no-pkce', 'exempt an old confidential client from PKCE')
    .addOption(new Option('--sign-in <page>', 'first sign-in page').choices(['national', 'staff']))
    .addOption(new Option('--scope <scope...>', 'what it may ask for; default: profile email roles').choices(scopeNames))
    .addOption(new Option('--subject-type <type>', 'pairwise: a sub that no other client knows').choices(['public', 'pairwise']))
    .option('--consent', "ask each person before the client learns anything: for systems that are not the Amanah's own")
    .option('--title-ar <title>', 'name shown to people')
    .option('--title-en <title>', 'name shown to people')
    .action((options: ClientOptions, command: Command) =>
      run(command, async ({ admin, config }) => {
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
        return { result: clients, lines: clients.map(({ id, redirectUris }) => `${id}  ${redirectUris.join(' ')}`) };
      }),
    );
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
    redirectUris: options.redirectUri,
    postLogoutRedirectUris: options.postLogoutRedirectUri ?? [],
    ...(options.backchannelLogoutUri ? { backchannelLogoutUri: options.backchannelLogoutUri } : {}),
    corsOrigins: options.corsOrigin ?? [],
    auth: options.auth,
    pkce: options.pkce,
    signIn: options.signIn ?? (config.profile === 'demo' ? 'staff' : 'national'),
    ...(options.scope ? { scopes: options.scope } : {}),
    ...(options.subjectType ? { subjectType: options.subjectType } : {}),
    ...(options.consent ? { consent: true } : {}),
  };
}
