import { AmanahError } from '@amanah/errors';
import type { ClientInput } from '@amanah/plugin-api';
import { z } from 'zod';
import { scopeNames } from './claims.ts';

/** What a client may ask for when its registration names no scopes; the national number is given to nobody by default. */
export const defaultScopes: readonly string[] = ['profile', 'email', 'roles'];

/** An address that an answer is sent to: compared letter by letter, so whatever a browser would change or drop is refused here. */
const returnAddress = z.string().refine((text) => {
  const url = URL.parse(text);
  if (!url || text.includes('#') || text.includes('*') || /[\s\\]/.test(text) || url.username || url.password) return false;
  // An app's own scheme holds a dot (RFC 8252), which `javascript:` and the like do not.
  return /^https?:$/.test(url.protocol) ? url.host !== '' : /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/.test(url.protocol);
}, 'must be a whole http(s) address without #, * or user name (or com.example.app:/path of an app)');

const httpAddress = z.url({ protocol: /^https?$/, error: 'must be a whole http(s) address' });
const origin = z.string().refine((text) => URL.parse(text)?.origin === text, 'must be an origin such as https://app.example, without a path');

const schema = z
  .looseObject({
    id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'must be letters, digits, dot, dash or underscore, at most 100'),
    redirectUris: z.array(returnAddress),
    postLogoutRedirectUris: z.array(returnAddress).optional(),
    backchannelLogoutUri: httpAddress.optional(),
    corsOrigins: z.array(origin).optional(),
    auth: z.enum(['basic', 'post', 'none']).optional(),
    pkce: z.boolean().optional(),
    scopes: z.array(z.enum(scopeNames, `must be one of ${scopeNames.join(', ')}`)).optional(),
    subjectType: z.enum(['public', 'pairwise']).optional(),
    api: z.boolean().optional(),
    owner: z.string().optional(),
    dpop: z.boolean().optional(),
  })
  .superRefine((client, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (client.redirectUris.length === 0 && !client.api) refuse('redirectUris', 'at least one address');
    if (client.api && client.auth === 'none') refuse('auth', 'a client that calls the API under its own name keeps a secret');
    if (client.api && !client.owner) refuse('owner', 'the unit that answers for the system');
    if (client.pkce === false && client.auth === 'none') refuse('pkce', 'only a confidential client can go without PKCE');
    if (isNative(client.redirectUris) && client.auth !== 'none') refuse('auth', 'an app keeps no secret: must be none');
    if (client.subjectType === 'pairwise' && new Set(client.redirectUris.map((uri) => URL.parse(uri)?.host)).size > 1)
      refuse('redirectUris', 'a client with a sub of its own returns to one host only');
  });

/** Whether one of the addresses is an app's own scheme. */
export function isNative(redirectUris: readonly string[]): boolean {
  return redirectUris.some((uri) => !/^https?:/i.test(uri));
}

/** The registration as it may be kept. @throws IDENTITY_CLIENT_INVALID with what is wrong in which field */
export function checkedClient(input: ClientInput): ClientInput {
  const read = schema.safeParse(input);
  if (read.success) return input;
  const fields = read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new AmanahError('IDENTITY_CLIENT_INVALID', { fields, detail: fields.map(({ path, message }) => `${path}: ${message}`).join('; ') });
}
