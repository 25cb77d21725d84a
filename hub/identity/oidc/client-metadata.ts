import type { ClientInput } from '@amanah/plugin-api';
import type { AdapterPayload } from 'oidc-provider';
import type { Secret } from '../../config/secret.ts';
import type { Queryable } from '../../store/contract.ts';
import { unseal } from '../seal.ts';
import { defaultScopes, isNative } from './client-input.ts';

const methods = { basic: 'client_secret_basic', post: 'client_secret_post', none: 'none' } as const;

/** Properties of ours in a client's metadata (the provider wants plain lower-case names). */
export const extraClientMetadata = ['corsorigins', 'pkceexempt', 'signin', 'asksconsent', 'title', 'generation'];

/** A registered client as the provider reads it; read at each use, so that a change needs no restart. */
export async function findClient(db: Queryable, sealKey: Secret, id: string): Promise<AdapterPayload | undefined> {
  const [row] = await db.query<{ definition: ClientInput; sealed_secret: string | null; generation: number }>(
    'SELECT definition, sealed_secret, generation FROM hub.client WHERE id = $1 AND disabled_at IS NULL',
    [id],
    'oidc-client',
  );
  if (!row) return undefined;
  const { definition, sealed_secret: sealed, generation } = row;
  const signsIn = definition.redirectUris.length > 0;
  return {
    client_id: id,
    client_name: definition.title?.en ?? id,
    application_type: isNative(definition.redirectUris) ? 'native' : 'web',
    ...(sealed ? { client_secret: unseal(sealKey, `client:${id}`, sealed) } : {}),
    token_endpoint_auth_method: methods[definition.auth ?? 'basic'],
    grant_types: [...(signsIn ? ['authorization_code', 'refresh_token'] : []), ...(definition.api ? ['client_credentials'] : [])],
    response_types: signsIn ? ['code'] : [],
    redirect_uris: [...definition.redirectUris],
    post_logout_redirect_uris: [...(definition.postLogoutRedirectUris ?? [])],
    dpop_bound_access_tokens: definition.dpop === true,
    scope: ['openid', 'offline_access', ...(definition.scopes ?? defaultScopes)].join(' '),
    subject_type: definition.subjectType ?? 'public',
    id_token_signed_response_alg: 'ES256',
    corsorigins: [...(definition.corsOrigins ?? [])],
    pkceexempt: definition.pkce === false,
    signin: definition.signIn ?? 'national',
    asksconsent: definition.consent === true,
    title: definition.title ?? { ar: id, en: id },
    generation,
  };
}
