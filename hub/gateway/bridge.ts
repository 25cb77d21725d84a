import type { Identity, Session } from '../identity/contract.ts';
import type { WebSystemDefinition } from '../systems/definition.ts';
import type { IdentityValueReader, IdentityValues } from './identity-values.ts';

type HeaderEncoding = Extract<WebSystemDefinition['signIn'], { bridge: 'headers' }>['encoding'];

const namesOf = new WeakMap<WebSystemDefinition, readonly string[]>();

/** Names of the headers by which a system is told who is signed in; a client's own never pass, also when nobody is. */
export function bridgeNames(system: WebSystemDefinition): readonly string[] {
  const known = namesOf.get(system);
  if (known) return known;
  const names = namesIn(system);
  namesOf.set(system, names);
  return names;
}

function namesIn({ signIn }: WebSystemDefinition): readonly string[] {
  if (signIn.bridge === 'headers') return Object.keys(signIn.headers);
  if (signIn.bridge === 'jwt') return [signIn.header];
  return signIn.bridge === 'basic' ? ['authorization'] : [];
}

/** Headers by which a system is told who is signed in, as its bridge says. The national id goes only to a system whose definition names it. */
export async function identityHeaders(
  system: WebSystemDefinition,
  session: Session | null,
  sources: { readonly identity: Pick<Identity, 'signIdentity'>; readonly values: IdentityValueReader },
): Promise<Record<string, string>> {
  const { signIn } = system;
  if (!session || (signIn.bridge !== 'headers' && signIn.bridge !== 'jwt')) return {};
  const values = await sources.values.of(session);
  if (signIn.bridge === 'headers')
    return Object.fromEntries(Object.entries(signIn.headers).map(([name, what]) => [name, encodeHeader(values[what], signIn.encoding)]));
  return { [signIn.header]: await sources.identity.signIdentity(signIn.audience ?? system.id, session, claimsOf(values, signIn.claims)) };
}

function claimsOf(values: IdentityValues, claims: readonly (keyof IdentityValues)[]): Record<string, unknown> {
  const lists = new Set(['roles', 'units']);
  return Object.fromEntries(claims.map((name) => [name, lists.has(name) ? values[name].split(',').filter(Boolean) : values[name]]));
}

/** HTTP carries ASCII: Arabic goes in the encoding that the system reads. ASCII is the same in all of them. */
export function encodeHeader(value: string, encoding: HeaderEncoding): string {
  const text = value.replace(/[\x00-\x1f\x7f]/g, ' ');
  if (encoding === 'utf-8') return Buffer.from(text).toString('latin1');
  if (/^[\x20-\x7e]*$/.test(text) && (encoding === 'rfc8187' || !text.includes('%'))) return text;
  // RFC 8187 keeps attr-char only; encodeURIComponent leaves a few more than that.
  if (encoding === 'rfc8187')
    return `UTF-8''${encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)}`;
  return encodeURIComponent(text).replaceAll('%20', ' ').replaceAll('%40', '@').replaceAll('%2C', ',').replaceAll('%3A', ':');
}
