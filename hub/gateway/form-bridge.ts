import type { OpenWebSignIn, SystemCookies, WebSignIn } from '@amanah/adapter-api';
import { AmanahError } from '@amanah/errors';
import type { Session } from '../identity/contract.ts';
import type { WebSystemDefinition } from '../systems/definition.ts';
import type { CredentialVault } from './credential-vault.ts';
import type { SystemCookieStore } from './system-cookies.ts';

/** A session that was opened less than this ago and is signed out again is not opened a second time: that would go round and round. */
const againAfterMs = 5_000;
const maxRemembered = 5_000;
/** Changes of other replicas are pushed; this bounds a lost push. */
const freshMs = 30_000;

/** A person's session at a system. */
export interface Entered {
  readonly jar: SystemCookies;
  readonly signIn: WebSignIn;
  readonly signedInAt: number;
}

export interface FormBridgeSources {
  readonly vault: CredentialVault;
  readonly cookies: SystemCookieStore;
  readonly open: OpenWebSignIn;
  readonly systemOf: (id: string) => WebSystemDefinition | undefined;
  readonly publicHost: (system: WebSystemDefinition) => string;
  readonly caOf: (system: WebSystemDefinition) => Buffer | null;
}

/**
 * Enters systems by their own sign-in form. What a system gives as cookies stays with the hub, per portal session: sealed in the store, so that
 * any replica goes on with it, and in this process's memory until a replica changes it.
 */
export class FormBridge {
  readonly #sources: FormBridgeSources;
  readonly #entered = new Map<string, { readonly session: Promise<Entered>; readonly readAt: number }>();

  constructor(sources: FormBridgeSources) {
    this.#sources = sources;
  }

  /**
   * The person's session at the system; signs in when there is none. Requests at the same time share one sign-in.
   * @throws GATEWAY_CREDENTIALS_NEEDED when the person must give a user name and password
   * @throws GATEWAY_UPSTREAM_DOWN when the system did not answer
   */
  async enter(system: WebSystemDefinition, session: Session): Promise<Entered> {
    const key = keyOf(session.id, system.id);
    const known = this.#entered.get(key);
    if (known && Date.now() - known.readAt < freshMs) return known.session;
    const entering = this.#goOn(system, session).then((kept) => kept ?? this.#signIn(system, session));
    if (this.#entered.size >= maxRemembered) this.#entered.delete(this.#entered.keys().next().value as string);
    this.#entered.set(key, { session: entering, readAt: Date.now() });
    try {
      return await entering;
    } catch (error) {
      this.#entered.delete(key);
      throw error;
    }
  }

  /** Takes what an answer set for cookies that are kept here; returns those that are the browser's. */
  async take(system: WebSystemDefinition, session: Session, { jar, signedInAt }: Entered, given: readonly string[]): Promise<string[]> {
    const before = jar.state();
    const own = given.filter((cookie) => jar.has(cookie.split('=')[0]?.trim() ?? ''));
    own.forEach((cookie) => jar.take(cookie));
    if (jar.state() !== before) await this.#sources.cookies.keep(session.id, system.id, { state: jar.state(), signedInAt });
    return given.filter((cookie) => !own.includes(cookie));
  }

  /**
   * A request with `used` was answered as signed out. Returns whether to send it again: its session is forgotten, so that it is signed in once
   * more, unless that has just been done.
   */
  async signedOut(system: WebSystemDefinition, session: Session, used: Entered): Promise<boolean> {
    const now = await this.#entered.get(keyOf(session.id, system.id))?.session.catch(() => undefined);
    if (now && now.signedInAt !== used.signedInAt) return true;
    if (Date.now() - used.signedInAt < againAfterMs) return false;
    await this.forget(session.id, system.id);
    return true;
  }

  /** Forgets the person's session at the system, as after new credentials. */
  async forget(sessionId: string, systemId: string): Promise<void> {
    this.#entered.delete(keyOf(sessionId, systemId));
    await this.#sources.cookies.forget(sessionId, systemId);
  }

  /** Another replica changed what is kept: it is read again at the next request. */
  changedElsewhere(sessionId: string, systemId: string): void {
    this.#entered.delete(keyOf(sessionId, systemId));
  }

  /** Signs out at the systems that these sessions entered, whichever replica signed in; returns those that could not be reached. */
  async signOut(reached: readonly { sessionId: string; systemId: string }[]): Promise<readonly { id: string; reason: string }[]> {
    const ended = await Promise.all(reached.map((one) => this.#signOutOf(one.sessionId, one.systemId)));
    return ended.filter((one) => one !== null);
  }

  async #signOutOf(sessionId: string, systemId: string): Promise<{ id: string; reason: string } | null> {
    const system = this.#sources.systemOf(systemId);
    const kept = await this.#sources.cookies.read(sessionId, systemId);
    this.#entered.delete(keyOf(sessionId, systemId));
    if (!kept || system?.signIn.bridge !== 'form') return null;
    const signIn = this.#open(system);
    try {
      await signIn.signOut(signIn.restore(kept.state));
      await this.#sources.cookies.forget(sessionId, systemId);
      return null;
    } catch (error) {
      return { id: systemId, reason: (error as NodeJS.ErrnoException).code ?? (error as Error).message };
    }
  }

  async #goOn(system: WebSystemDefinition, session: Session): Promise<Entered | null> {
    const kept = await this.#sources.cookies.read(session.id, system.id);
    if (!kept) return null;
    const signIn = this.#open(system);
    return { signIn, jar: signIn.restore(kept.state), signedInAt: kept.signedInAt };
  }

  async #signIn(system: WebSystemDefinition, session: Session): Promise<Entered> {
    const { vault, cookies } = this.#sources;
    const personId = session.actor.person.id;
    const credential = await vault.read(personId, system.id);
    if (!credential || credential.refused) throw new AmanahError('GATEWAY_CREDENTIALS_NEEDED', { detail: system.id });
    const signIn = this.#open(system);
    const outcome = await signIn.signIn(credential);
    if (outcome.signedIn) {
      const signedInAt = Date.now();
      await cookies.keep(session.id, system.id, { state: outcome.jar.state(), signedInAt });
      return { signIn, jar: outcome.jar, signedInAt };
    }
    if (outcome.reason === 'unreachable') throw new AmanahError('GATEWAY_UPSTREAM_DOWN', { detail: outcome.detail });
    await vault.markRefused(personId, system.id);
    throw new AmanahError('GATEWAY_CREDENTIALS_NEEDED', { detail: `${system.id} refused the credentials` });
  }

  #open(system: WebSystemDefinition): WebSignIn {
    const { connection, limits, signIn: form } = system;
    if (form.bridge !== 'form') throw new AmanahError('HTTP_INTERNAL', { detail: `${system.id} has no form bridge` });
    const ca = this.#sources.caOf(system);
    return this.#sources.open({
      upstream: connection.upstream,
      ...(connection.preserveHost ? { host: this.#sources.publicHost(system) } : {}),
      ...(ca ? { ca } : {}),
      answerMs: limits.answerMs,
      maxHeaderBytes: limits.maxHeaderBytes,
      form,
    });
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
