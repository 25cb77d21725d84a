import { errors, interactionPolicy, type Grant, type KoaContextWithOIDC } from 'oidc-provider';
import type { IncomingMessage } from 'node:http';
import type { Db } from '../../store/contract.ts';
import { acrValues, isAssured } from '../assurance.ts';
import type { Session } from '../contract.ts';
import type { SignInMethod } from '../session-store.ts';
import type { Grants } from './grants.ts';

/** RFC 8176 names of how a session was opened, or made stronger. */
const methodReferences: Readonly<Record<SignInMethod | '', readonly string[]>> = {
  // Nothing known of it: a session that has just ended.
  '': ['pwd'],
  password: ['pwd'],
  totp: ['pwd', 'otp', 'mfa'],
  email: ['pwd', 'otp', 'mfa'],
  'recovery-code': ['pwd', 'otp', 'mfa'],
  passkey: ['hwk', 'user', 'mfa'],
  national: ['mfa'],
};

type PortalSession = (request: IncomingMessage) => Promise<Session | null>;

/**
 * Brings the provider's own session in line with the portal session at the start of each request of a client: the portal's is the only
 * authority. So a person signed in to the portal enters a client silently, also with `prompt=none`, and never as somebody else.
 */
export async function followPortal(ctx: KoaContextWithOIDC, db: Db, portalSession: PortalSession): Promise<void> {
  if (ctx.oidc.route !== 'authorization') return; // a pushed request comes from the client itself: there is no browser
  const session = ctx.oidc.session!;
  const portal = await portalSession(ctx.req);
  const personId = portal?.actor.person.id;
  if (session.accountId && session.accountId !== personId) {
    delete session.accountId;
    session.authorizations = {};
    session.resetIdentifier();
  }
  if (!portal || !personId) return;
  const { acr, authTime } = portal.actor;
  if (session.accountId === personId && session.loginTs === authTime && session.acr === acr) return;
  session.loginAccount({ accountId: personId, loginTs: authTime, acr, amr: await methodsOf(db, portal), transient: true });
}

const opened = new WeakMap<Session, SignInMethod | ''>();

/** How the person of a portal session proved who they are, as `amr` says it: read once for as long as the session is believed from memory. */
export async function methodsOf(db: Db, session: Session): Promise<string[]> {
  let method = opened.get(session);
  if (method === undefined) {
    const [row] = await db.query<{ method: SignInMethod }>('SELECT method FROM hub.session WHERE id = $1', [session.id], 'oidc-session-method');
    opened.set(session, (method = row?.method ?? ''));
  }
  return [...methodReferences[method]];
}

/** The provider's standard prompts, and: a sign-in weaker than the client asked for with `acr_values` is made stronger first. */
export function signInPolicy(portalSession: PortalSession): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.get('login')?.checks.add(
    new interactionPolicy.Check('acr_values', 'none of the requested acr_values is reached', 'unmet_authentication_requirements', async (ctx) => {
      const asked = acrAsked(ctx.oidc.params?.['acr_values']);
      const portal = asked.length > 0 && (await portalSession(ctx.req));
      return Boolean(portal && !isAssured(portal, { acrValues: asked }));
    }),
  );
  return policy;
}

/** The contexts of `acr_values` that are known here. */
export function acrAsked(value: unknown): string[] {
  return String(value ?? '')
    .split(' ')
    .filter((name) => acrValues.includes(name));
}

/**
 * The grant under which this request goes on without asking: the one just made, the one of this portal session, or a new one for a
 * client that need not ask or was agreed to before.
 */
export async function grantFor(ctx: KoaContextWithOIDC, grants: Grants, portalSession: PortalSession): Promise<Grant | undefined> {
  const { client, provider, session, result } = ctx.oidc;
  const made = result?.consent?.grantId;
  if (made) return provider.Grant.find(made);
  const portal = await portalSession(ctx.req);
  if (!client || !portal || portal.actor.person.id !== session?.accountId) return undefined;
  const scopes = [...ctx.oidc.requestParamScopes].filter((scope) => client.scope?.split(' ').includes(scope));
  const known = session.grantIdFor(client.clientId);
  if (known && (await grants.belongsTo(known, portal.id))) {
    const grant = await provider.Grant.find(known);
    const covered = new Set(grant?.getOIDCScopeEncountered().split(' '));
    if (grant && scopes.every((scope) => covered.has(scope))) return grant;
  }
  if (scopes.length === 0) throw new errors.InvalidScope('a scope is needed', '');
  const personId = portal.actor.person.id;
  if (client['asksconsent'] === true && !(await grants.agreed(personId, client.clientId, scopes))) return undefined;
  return grants.create(provider, { sessionId: portal.id, personId, clientId: client.clientId }, scopes.join(' '));
}
