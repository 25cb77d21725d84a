import type { OpenWebSignIn, SystemCookies, WebSignIn } from '@amanah/adapter-api';
import { AmanahError } from '@amanah/errors';
import type { Session } from '../identity/contract.ts';
import type { SystemDefinition } from '../systems/definition.ts';
import type { CredentialVault } from './credential-vault.ts';

/** A session that was opened less than this ago and is signed out again is not opened a second time: that would go round and round. */
const againAfterMs = 5_000;

interface Entered {
  readonly jar: SystemCookies;
  readonly signIn: WebSignIn;
  readonly at: number;
}

/** Enters systems by their own sign-in form. What the system gives as cookies stays here, per portal session. */
export class FormBridge {
  readonly #vault: CredentialVault;
  readonly #open: OpenWebSignIn;
  readonly #publicHost: (system: SystemDefinition) => string;
  readonly #entered = new Map<string, Promise<Entered>>();

  constructor(vault: CredentialVault, open: OpenWebSignIn, publicHost: (system: SystemDefinition) => string) {
    this.#open = open;
    this.#vault = vault;
    this.#publicHost = publicHost;
  }

  /**
   * The person's cookies at the system; signs in when there are none. Requests at the same time share one sign-in.
   * @throws GATEWAY_CREDENTIALS_NEEDED when the person must give a user name and password
   * @throws GATEWAY_UPSTREAM_DOWN when the system did not answer
   */
  async enter(system: SystemDefinition, session: Session): Promise<SystemCookies> {
    const key = keyOf(session.id, system.id);
    const known = this.#entered.get(key);
    if (known) return (await known).jar;
    const entering = this.#signIn(system, session);
    this.#entered.set(key, entering);
    try {
      return (await entering).jar;
    } catch (error) {
      this.#entered.delete(key);
      throw error;
    }
  }

  /** Whether this answer says that the system's session has ended; then it is forgotten, so that the next request signs in again. */
  async signedOut(system: SystemDefinition, session: Session, location: string | undefined, path: string): Promise<boolean> {
    const key = keyOf(session.id, system.id);
    const entered = await this.#entered.get(key);
    if (!entered || location === undefined || !entered.signIn.leadsToSignIn(location, path) || Date.now() - entered.at < againAfterMs) return false;
    this.#entered.delete(key);
    return true;
  }

  /** Forgets the person's session at the system, as after new credentials. */
  forget(sessionId: string, systemId: string): void {
    this.#entered.delete(keyOf(sessionId, systemId));
  }

  /** Signs out at the systems that these sessions entered; returns those that could not be reached. */
  async signOut(reached: readonly { sessionId: string; systemId: string }[]): Promise<readonly { id: string; reason: string }[]> {
    const ended = await Promise.all(
      reached.map(async ({ sessionId, systemId }) => {
        const key = keyOf(sessionId, systemId);
        const entered = await this.#entered.get(key)?.catch(() => undefined);
        this.#entered.delete(key);
        return entered?.signIn.signOut(entered.jar).then(
          () => null,
          (error: unknown) => ({ id: systemId, reason: (error as NodeJS.ErrnoException).code ?? (error as Error).message }),
        );
      }),
    );
    return ended.filter((one) => one !== null && one !== undefined);
  }

  async #signIn(system: SystemDefinition, session: Session): Promise<Entered> {
    const { connection, limits, signIn: form } = system;
    if (form.bridge !== 'form') throw new AmanahError('HTTP_INTERNAL', { detail: `${system.id} has no form bridge` });
    const personId = session.actor.person.id;
    const credential = await this.#vault.read(personId, system.id);
    if (!credential || credential.refused) throw new AmanahError('GATEWAY_CREDENTIALS_NEEDED', { detail: system.id });
    const signIn = this.#open({
      upstream: connection.upstream,
      ...(connection.preserveHost ? { host: this.#publicHost(system) } : {}),
      answerMs: limits.answerMs,
      form,
    });
    const outcome = await signIn.signIn(credential);
    if (outcome.signedIn) return { jar: outcome.jar, signIn, at: Date.now() };
    if (outcome.reason === 'unreachable') throw new AmanahError('GATEWAY_UPSTREAM_DOWN', { params: { system: system.title.ar }, detail: outcome.detail });
    await this.#vault.markRefused(personId, system.id);
    throw new AmanahError('GATEWAY_CREDENTIALS_NEEDED', { detail: `${system.id} refused the credentials` });
  }
}

function keyOf(sessionId: string, systemId: string): string {
  return `${sessionId} ${systemId}`;
}

/** Loads the adapter of web systems, as plugins are loaded: the hub knows its contract, not its code. */
export async function loadWebSignIn(): Promise<OpenWebSignIn> {
  const adapter = new URL('../../adapters/webapp/src/adapter.ts', import.meta.url);
  return ((await import(adapter.href)) as { webSignIn: OpenWebSignIn }).webSignIn;
}
