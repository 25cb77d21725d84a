/** One factor: a password. */
export const oneFactor = 'urn:amanah:acr:1';
/** Two factors: national identity, a passkey with user verification, or a password and a code. */
export const twoFactors = 'urn:amanah:acr:2';
/** The authentication contexts this hub can reach, weakest first. */
export const acrValues: readonly string[] = [oneFactor, twoFactors];

/** What an act or a relying party asks of the sign-in behind a session. */
export interface AssuranceAsked {
  /** Contexts that will do; a stronger one than any of them does too. */
  readonly acrValues?: readonly string[];
  /** Longest time since the person last proved who they are. */
  readonly maxAgeSeconds?: number;
  /** Proved since this moment (Unix seconds) counts as fresh whatever `maxAgeSeconds` says: so `max_age=0` can be met. */
  readonly provedSince?: number;
}

/** Whether the sign-in or step-up behind a session is strong and fresh enough. */
export function isAssured(session: { readonly actor: { readonly acr: string; readonly authTime: number } }, asked: AssuranceAsked, now = Date.now()): boolean {
  const { acr, authTime } = session.actor;
  const wanted = (asked.acrValues ?? []).map((value) => acrValues.indexOf(value)).filter((rank) => rank >= 0);
  // Only unknown contexts asked: none can be met, and the standard lets the answer name the one reached.
  const strong = wanted.length === 0 || acrValues.indexOf(acr) >= Math.min(...wanted);
  const fresh = asked.maxAgeSeconds === undefined || now / 1_000 - authTime <= asked.maxAgeSeconds || (asked.provedSince ?? Infinity) <= authTime;
  return strong && fresh;
}

/** The page where a signed-in person proves again who they are, to come back to `returnTo`. `acr`: the least strength to leave it with. */
export function stepUpPath(returnTo: string, acr: string = oneFactor): string {
  const query = new URLSearchParams({ rd: returnTo, ...(acr === twoFactors ? { level: '2' } : {}) });
  return `/auth/step-up?${query}`;
}
