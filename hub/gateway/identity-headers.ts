import type { IncomingMessage } from 'node:http';
import type { Identity, Session } from '../identity/contract.ts';
import type { SystemDefinition } from '../systems/definition.ts';

/** Sets the headers of the system's sign-in bridge; every one of them that the visitor sent is taken out first, `_` counting as `-`. */
export async function carryIdentity(request: IncomingMessage, system: SystemDefinition, session: Session | null, identity: Pick<Identity, 'signIdentity'>): Promise<void> {
  const { signIn } = system;
  const ours = signIn.bridge === 'headers' ? Object.keys(signIn.headers) : signIn.bridge === 'jwt' ? [signIn.header] : [];
  const reserved = new Set([...ours, 'X-Amanah-Identity', 'X-Remote-User', 'Remote-User', 'X-Forwarded-User'].map(normalised));
  for (const name of Object.keys(request.headers)) if (reserved.has(normalised(name)) || /^x[-_]forwarded[-_]|^forwarded$/i.test(name)) delete request.headers[name];
  if (!session) return;
  if (signIn.bridge === 'headers') {
    for (const [name, what] of Object.entries(signIn.headers)) request.headers[name.toLowerCase()] = encodeHeader(valueOf(session, what));
  }
  if (signIn.bridge === 'jwt') request.headers[signIn.header.toLowerCase()] = await identity.signIdentity(signIn.audience ?? system.id, session, { preferred_username: session.actor.username });
}

/** A Cookie header without the hub's own cookies, which never reach a system. */
export function withoutHubCookies(cookie: string | undefined): string {
  return (cookie ?? '')
    .split(/;\s*/)
    .filter((pair) => pair !== '' && !/^(?:__Host-|__Secure-)?amanah/i.test(pair))
    .join('; ');
}

function valueOf({ actor }: Session, what: string): string {
  const { capacity } = actor;
  switch (what) {
    case 'username':
      return actor.username;
    case 'sub':
      return actor.person.id;
    case 'nameAr':
      return actor.person.name.ar;
    case 'nameEn':
      return actor.person.name.en;
    case 'capacity':
      return actor.capacityId;
    case 'units':
      return capacity.kind === 'official' ? capacity.unit : '';
    default:
      return '';
  }
}

/** Header values are bytes: Arabic names travel percent-encoded. */
function encodeHeader(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : encodeURIComponent(value);
}

function normalised(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}
