import type { CDPSession, Page } from 'playwright-core';

/** A platform authenticator in the browser that always finds its owner: passkeys are made and used without a hand. */
export class VirtualPasskey {
  readonly #session: CDPSession;
  readonly #id: string;

  private constructor(session: CDPSession, id: string) {
    this.#session = session;
    this.#id = id;
  }

  /** Puts an authenticator into a page's browser; `verifiesUser: false` stands for one that cannot tell who holds it. */
  static async in(page: Page, { verifiesUser = true } = {}): Promise<VirtualPasskey> {
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: verifiesUser,
        automaticPresenceSimulation: true,
      },
    });
    return new VirtualPasskey(session, authenticatorId);
  }

  /** How many passkeys it holds. */
  async count(): Promise<number> {
    const { credentials } = await this.#session.send('WebAuthn.getCredentials', { authenticatorId: this.#id });
    return credentials.length;
  }

  /** From now on the owner is (not) recognised. */
  async recognises(verified: boolean): Promise<void> {
    await this.#session.send('WebAuthn.setUserVerified', { authenticatorId: this.#id, isUserVerified: verified });
  }
}
