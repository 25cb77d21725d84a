import type { Identity, Session } from '../identity/contract.ts';
import type { SystemDefinition } from '../systems/definition.ts';

/** Headers by which a system is told who is signed in, as its bridge says. Values are percent-encoded UTF-8: HTTP headers carry ASCII only. */
export async function identityHeaders(
  system: SystemDefinition,
  session: Session | null,
  identity: Pick<Identity, 'signIdentity'>,
): Promise<Record<string, string>> {
  const { signIn } = system;
  if (!session) return {};
  const values = valuesOf(session);
  if (signIn.bridge === 'headers')
    return Object.fromEntries(Object.entries(signIn.headers).map(([name, what]) => [name, encodeURIComponent(values[what] ?? '').replaceAll('%20', ' ')]));
  if (signIn.bridge === 'jwt') return { [signIn.header]: await identity.signIdentity(signIn.audience ?? system.id, session, values) };
  return {};
}

function valuesOf({ actor }: Session): Record<string, string> {
  return {
    username: actor.username,
    sub: actor.person.id,
    nameAr: actor.person.name.ar,
    nameEn: actor.person.name.en,
    capacity: actor.capacityId,
    roles: [...new Set(actor.grants.map(({ permission }) => permission))].join(','),
    units: [...new Set(actor.grants.flatMap(({ units }) => units))].join(','),
  };
}
