import { AmanahError } from '@amanah/errors';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { z } from 'zod';
import type { Queryable } from '../store/contract.ts';
import { hashToken } from './random-token.ts';

type Purpose = 'register' | 'sign-in' | 'step-up';

/** For whom credentials are made: this portal's host and origin. */
export interface RelyingParty {
  readonly name: string;
  readonly publicUrl: URL;
}

const ceremonyMs = 300_000;

// What the library goes on to check bit by bit; here only its outline and size.
const text = z.string().max(20_000);
const credential = <Fields extends z.ZodRawShape>(fields: Fields) =>
  z.looseObject({
    id: text,
    rawId: text,
    type: z.literal('public-key'),
    clientExtensionResults: z.looseObject({}).default({}),
    response: z.looseObject(fields),
  });
const registration = credential({ clientDataJSON: text, attestationObject: text, transports: z.array(text).optional() });
const assertion = credential({ clientDataJSON: text, authenticatorData: text, signature: text, userHandle: text.nullish() });

/** Starts adding a passkey; `binding` names the session that must finish it. */
export async function beginRegistration(
  db: Queryable,
  party: RelyingParty,
  person: { id: string; username: string; name: string },
  binding: string,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = await db.query<{ credential_id: string }>('SELECT credential_id FROM hub.passkey WHERE person_id = $1', [person.id]);
  const options = await generateRegistrationOptions({
    rpName: party.name,
    rpID: party.publicUrl.hostname,
    userID: new Uint8Array(Buffer.from(person.id.replaceAll('-', ''), 'hex')),
    userName: person.username,
    userDisplayName: person.name,
    attestationType: 'none',
    timeout: ceremonyMs,
    excludeCredentials: known.map(({ credential_id }) => ({ id: credential_id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await saveChallenge(db, binding, 'register', options.challenge);
  return options;
}

/** Keeps the passkey that a browser made for the challenge of its session. @throws IDENTITY_PASSKEY_REFUSED */
export async function finishRegistration(
  db: Queryable,
  party: RelyingParty,
  personId: string,
  binding: string,
  given: unknown,
  label: string,
): Promise<string> {
  const parsed = registration.safeParse(given);
  const expectedChallenge = await takeChallenge(db, binding, 'register');
  if (!parsed.success || !expectedChallenge) throw new AmanahError('IDENTITY_PASSKEY_REFUSED', { detail: 'no answer to an open challenge' });
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: parsed.data as unknown as RegistrationResponseJSON,
    expectedChallenge,
    expectedOrigin: party.publicUrl.origin,
    expectedRPID: party.publicUrl.hostname,
    requireUserVerification: true,
  }).catch(refused);
  if (!verified || !registrationInfo) throw new AmanahError('IDENTITY_PASSKEY_REFUSED', { detail: 'not verified' });
  const { id, publicKey, counter, transports } = registrationInfo.credential;
  const [row] = await db.query<{ id: string }>(
    `INSERT INTO hub.passkey (person_id, credential_id, public_key, counter, transports, label) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (credential_id) DO NOTHING RETURNING id`,
    [personId, id, Buffer.from(publicKey), counter, transports ?? [], label],
  );
  if (!row) throw new AmanahError('IDENTITY_PASSKEY_REFUSED', { detail: 'the credential is known already' });
  return row.id;
}

/**
 * Starts proving a passkey. Without a person the browser offers whatever it holds for this portal, so the answer is the same for everybody
 * and tells nothing about who has an account.
 */
export async function beginAuthentication(
  db: Queryable,
  party: RelyingParty,
  purpose: 'sign-in' | 'step-up',
  binding: string,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const options = await generateAuthenticationOptions({ rpID: party.publicUrl.hostname, timeout: ceremonyMs, userVerification: 'required' });
  await saveChallenge(db, binding, purpose, options.challenge);
  return options;
}

/** The person whose passkey signed the challenge of this binding. @throws IDENTITY_PASSKEY_REFUSED */
export async function finishAuthentication(
  db: Queryable,
  party: RelyingParty,
  purpose: 'sign-in' | 'step-up',
  binding: string,
  given: unknown,
): Promise<string> {
  const parsed = assertion.safeParse(given);
  const expectedChallenge = await takeChallenge(db, binding, purpose);
  if (!parsed.success || !expectedChallenge) throw new AmanahError('IDENTITY_PASSKEY_REFUSED', { detail: 'no answer to an open challenge' });
  const response = parsed.data as unknown as AuthenticationResponseJSON;
  const [known] = await db.query<{ id: string; person_id: string; public_key: Buffer; counter: string; transports: string[] }>(
    'SELECT id, person_id, public_key, counter, transports FROM hub.passkey WHERE credential_id = $1',
    [response.id],
  );
  if (!known) throw new AmanahError('IDENTITY_PASSKEY_REFUSED', { detail: 'unknown credential' });
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge,
    expectedOrigin: party.publicUrl.origin,
    expectedRPID: party.publicUrl.hostname,
    requireUserVerification: true,
    credential: {
      id: response.id,
      publicKey: new Uint8Array(known.public_key),
      counter: Number(known.counter),
      transports: known.transports as AuthenticatorTransport[],
    },
  }).catch(refused);
  const taken =
    verified &&
    (await db.query('UPDATE hub.passkey SET counter = $2, last_used_at = now() WHERE id = $1 AND counter = $3 RETURNING 1', [
      known.id,
      authenticationInfo.newCounter,
      known.counter,
    ]));
  if (!taken || taken.length === 0) throw new AmanahError('IDENTITY_PASSKEY_REFUSED', { detail: 'not verified' });
  return known.person_id;
}

function refused(cause: unknown): never {
  throw new AmanahError('IDENTITY_PASSKEY_REFUSED', { cause, detail: cause instanceof Error ? cause.message : '' });
}

async function saveChallenge(db: Queryable, binding: string, purpose: Purpose, challenge: string): Promise<void> {
  await db.query(
    `INSERT INTO hub.passkey_challenge VALUES ($1, $2, $3, now() + make_interval(secs => $4))
     ON CONFLICT (binding) DO UPDATE SET purpose = $2, challenge = $3, expires_at = EXCLUDED.expires_at`,
    [hashToken(binding), purpose, challenge, ceremonyMs / 1_000],
  );
}

/** Takes the challenge out of the store: right or wrong, it is answered once. */
async function takeChallenge(db: Queryable, binding: string, purpose: Purpose): Promise<string | null> {
  const [row] = await db.query<{ challenge: string }>(
    'DELETE FROM hub.passkey_challenge WHERE binding = $1 AND purpose = $2 AND expires_at > now() RETURNING challenge',
    [hashToken(binding), purpose],
  );
  return row?.challenge ?? null;
}
