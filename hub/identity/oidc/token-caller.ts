import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AmanahError } from '@amanah/errors';
import type { ClientGrant, ClientInput, Grant, SystemActor } from '@amanah/plugin-api';
import type Provider from 'oidc-provider';
import type { HubConfig } from '../../config/contract.ts';
import type { Db } from '../../store/contract.ts';
import { apiResource } from './api-resource.ts';
import { assertProof, proofWindowSeconds } from './dpop-proof.ts';

interface Sources {
  readonly config: Pick<HubConfig, 'publicUrl'>;
  readonly db: Db;
  readonly provider: () => Provider;
}

interface ClientRow {
  readonly definition: ClientInput;
  readonly generation: number;
  readonly grants: readonly ClientGrant[] | null;
}

/** `originalUrl`: the address before routers took their part of it. */
type Called = IncomingMessage & { readonly originalUrl?: string };

/** An access token is at most this long; ours are 43 characters. */
const longestToken = 500;

/**
 * Reads who calls from the access token of a request; `null` where it bears none. Token, client and grants are read at each request, so that whatever is
 * taken back is gone at once. @throws HTTP_TOKEN_REFUSED, HTTP_PROOF_REFUSED
 */
export function tokenCaller({ config, db, provider }: Sources): (request: Called) => Promise<SystemActor | null> {
  const audience = apiResource(config.publicUrl);
  return async (request) => {
    const [, scheme, value] = /^(bearer|dpop) +(.*)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (scheme === undefined || value === undefined) return null;
    if (value.length > longestToken || !/^[\w.~+/-]+=*$/.test(value)) throw refused('not an access token');
    const token = await provider().ClientCredentials.find(value);
    if (!token?.isValid) throw refused('unknown, ended or revoked');
    if (token.aud !== audience) throw refused(`made for ${String(token.aud)}`);
    const client = await clientOf(db, token.clientId ?? '');
    if (!client?.definition.api || client.generation !== token.extra?.['generation']) throw refused('its client is gone, disabled or has a new secret');
    if (token.jkt) {
      if (scheme.toLowerCase() !== 'dpop') throw refused('it is bound to a key: DPoP is needed');
      const url = new URL((request.originalUrl ?? request.url ?? '/').split('?')[0]!, config.publicUrl).href;
      const firstSeen = (id: string) => rememberProof(db, `${client.definition.id}\n${id}`);
      await assertProof(request, { url, token: value, thumbprint: token.jkt, firstSeen });
    } else if (scheme.toLowerCase() === 'dpop' || client.definition.dpop) throw refused('it is bound to no key');
    return actorOf(client);
  };
}

/** Of the same proof sent twice at the same moment, also to two replicas, one is the first. Remembered for as long as its time could be taken for now. */
async function rememberProof(db: Db, proof: string): Promise<boolean> {
  const first = await db.query(
    `INSERT INTO hub.oidc_state (model, id, payload, expires_at) VALUES ('ApiProof', $1, '{}', now() + make_interval(secs => $2))
     ON CONFLICT (model, id) DO NOTHING RETURNING 1`,
    [createHash('sha256').update(proof).digest('base64url'), 2 * proofWindowSeconds],
    'api-proof',
  );
  return first.length > 0;
}

async function clientOf(db: Db, id: string): Promise<ClientRow | undefined> {
  const [row] = await db.query<ClientRow>(
    `SELECT definition, generation,
       (SELECT json_agg(json_build_object('permission', permission, 'unit', unit)) FROM hub.client_grant WHERE client_id = c.id) AS grants
     FROM hub.client c WHERE id = $1 AND disabled_at IS NULL`,
    [id],
    'client-that-calls',
  );
  return row;
}

function actorOf({ definition, grants }: ClientRow): SystemActor {
  const { id, title, owner } = definition;
  const units = new Map<string, string[]>();
  for (const { permission, unit } of grants ?? []) units.set(permission, [...(units.get(permission) ?? []), unit]);
  return {
    system: { type: 'system', id, name: title ?? { ar: id, en: id }, owner: owner ?? '' },
    grants: [...units].map(([permission, on]): Grant => ({ permission, units: on })),
  };
}

function refused(detail: string): AmanahError {
  return new AmanahError('HTTP_TOKEN_REFUSED', { detail });
}
