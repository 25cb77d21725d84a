import { generateKeyPair, exportJWK } from 'jose';
import { Provider, interactionPolicy } from 'oidc-provider';
import { subjectOf, type NationalPerson } from './people.ts';

export interface NafathSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Exact redirect addresses; empty accepts any on this machine (localhost, 127.0.0.0/8, *.amanah.test). */
  readonly redirectUris: readonly string[];
  /** Back-channel logout address of the client, for tests that use this provider as an ordinary one. */
  readonly backchannelLogoutUri?: string;
}

/** An OpenID provider in memory whose only way to sign in is the number chosen in the app. */
export async function createProvider(issuer: string, people: ReadonlyMap<string, NationalPerson>, settings: NafathSettings): Promise<Provider> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const bySubject = new Map([...people.values()].map((person) => [subjectOf(person.nationalId), person]));
  const policy = interactionPolicy.base();
  // Every sign-in is approved in the app anew: a browser session here would sign the next person in as the last one.
  policy
    .get('login')
    ?.checks.add(
      new interactionPolicy.Check('approval_required', 'each sign-in is approved in the app', (ctx) =>
        ctx.oidc.result?.login ? interactionPolicy.Check.NO_NEED_TO_PROMPT : interactionPolicy.Check.REQUEST_PROMPT,
      ),
    );
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: settings.clientId,
        client_secret: settings.clientSecret,
        redirect_uris: settings.redirectUris.length > 0 ? [...settings.redirectUris] : ['http://localhost/'],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'ES256',
        ...(settings.backchannelLogoutUri && { backchannel_logout_uri: settings.backchannelLogoutUri, backchannel_logout_session_required: true }),
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: 'nafath-1' }] },
    claims: { openid: ['sub'], profile: ['name', 'name_ar', 'name_en', 'birthdate', 'nationality'], national_id: ['national_id'] },
    scopes: ['openid', 'profile', 'national_id'],
    conformIdTokenClaims: false,
    cookies: {
      keys: [crypto.randomUUID()],
      names: { session: 'nafath_session', interaction: 'nafath_interaction', resume: 'nafath_resume' },
      long: { signed: true, sameSite: 'lax' },
      short: { signed: true, sameSite: 'lax' },
    },
    enabledJWA: { idTokenSigningAlgValues: ['ES256', 'RS256'] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => void (ctx.body = signOutPage(form)) },
    },
    interactions: { policy, url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
    // Its own dispatcher closes connections to private addresses, where the stand-ins live.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as RequestInit),
    pkce: { required: () => false },
    ttl: { Interaction: 900, Session: 900, Grant: 900, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
    extraParams: ['ui_locales'],
    findAccount: (_ctx, subject) => {
      const person = bySubject.get(subject);
      return person && { accountId: subject, claims: () => claimsOf(person) };
    },
    loadExistingGrant: async (ctx) => {
      const { client, session, params } = ctx.oidc;
      const grant = new ctx.oidc.provider.Grant({ clientId: client?.clientId ?? '', accountId: session?.accountId ?? '' });
      grant.addOIDCScope(String(params?.['scope'] ?? 'openid'));
      await grant.save();
      return grant;
    },
  });
  if (settings.redirectUris.length === 0) {
    const { prototype } = provider.Client as unknown as { prototype: { redirectUriAllowed(uri: string): boolean } };
    prototype.redirectUriAllowed = onThisMachine;
  }
  return provider;
}

/** The provider's default page loads a font from outside; this one loads nothing. */
function signOutPage(form: string): string {
  return `<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>الخروج</title></head><body><h1>الخروج</h1>${form}<button form="op.logoutForm" name="logout" value="yes">تأكيد الخروج</button></body></html>`;
}

function onThisMachine(uri: string): boolean {
  const { hostname } = new URL(uri);
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|(.+\.)?amanah\.test)$/.test(hostname);
}

function claimsOf(person: NationalPerson): { sub: string } & Record<string, string> {
  return {
    // Never the number itself: only the `national_id` scope gives it.
    sub: subjectOf(person.nationalId),
    national_id: person.nationalId,
    name: person.name.ar,
    name_ar: person.name.ar,
    name_en: person.name.en,
    birthdate: person.birthdate,
    nationality: person.nationality,
  };
}
