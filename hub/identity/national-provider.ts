import * as client from 'openid-client';
import { z } from 'zod';
import { AmanahError } from '@amanah/errors';
import type { HubConfig } from '../config/contract.ts';

const claimsSchema = z.object({
  national_id: z.string().regex(/^[12]\d{9}$/),
  name_ar: z.string().min(1),
  name_en: z.string().min(1),
  birthdate: z.string().optional(),
  nationality: z.string().optional(),
});

/** What must come back with the provider's answer. */
export interface NationalQuestion {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly afresh: boolean;
}

/** How old a sign-in asked afresh may be when its answer arrives. */
const freshSeconds = 300;

/** The national sign-in as this hub's upstream OpenID provider: code flow with PKCE, state and nonce. */
export class NationalProvider {
  readonly #settings: NonNullable<HubConfig['national']>;
  readonly #redirectUri: string;
  #configuration: Promise<client.Configuration> | undefined;

  constructor(settings: NonNullable<HubConfig['national']>, publicUrl: URL) {
    this.#settings = settings;
    this.#redirectUri = new URL('/auth/national/callback', publicUrl).href;
  }

  /**
   * Where to send the browser, and what must come back with it. `afresh`: the provider must ask the person again, whatever session it has.
   * @throws IDENTITY_NATIONAL_DOWN
   */
  async begin(language: string, afresh = false): Promise<NationalQuestion & { url: URL }> {
    const configuration = await this.#discover();
    const [state, nonce, codeVerifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#redirectUri,
      scope: 'openid profile national_id',
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      ui_locales: language,
      ...(afresh ? { prompt: 'login', max_age: '0' } : {}),
    });
    return { url, state, nonce, codeVerifier, afresh };
  }

  /** The person the provider vouches for. @throws IDENTITY_NATIONAL_DOWN, IDENTITY_ATTEMPT_ENDED when the answer is not to our question */
  async finish(callbackPath: string, expected: NationalQuestion) {
    const configuration = await this.#discover();
    try {
      const address = new URL(this.#redirectUri);
      address.search = new URL(callbackPath, this.#redirectUri).search;
      const tokens = await client.authorizationCodeGrant(configuration, address, {
        expectedState: expected.state,
        expectedNonce: expected.nonce,
        pkceCodeVerifier: expected.codeVerifier,
        idTokenExpected: true,
        // Without it the provider could answer from a session it had; some minutes for the person to find the telephone.
        ...(expected.afresh ? { maxAge: freshSeconds } : {}),
      });
      const subject = tokens.claims()?.sub ?? '';
      const info = claimsSchema.parse(await client.fetchUserInfo(configuration, tokens.access_token, subject));
      return {
        nationalId: info.national_id,
        name: { ar: info.name_ar, en: info.name_en },
        ...(info.birthdate && { birthDate: info.birthdate }),
        ...(info.nationality && { nationality: info.nationality }),
      };
    } catch (cause) {
      throw new AmanahError('IDENTITY_ATTEMPT_ENDED', { cause, detail: 'the national provider did not confirm the sign-in' });
    }
  }

  #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const url = new URL(issuer);
    const options = { timeout: 10, ...(url.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {}) };
    this.#configuration ??= client
      .discovery(
        url,
        clientId,
        { client_secret: clientSecret.reveal(), id_token_signed_response_alg: 'ES256' },
        client.ClientSecretBasic(clientSecret.reveal()),
        options,
      )
      .catch((cause: unknown) => {
        this.#configuration = undefined; // asked again at the next sign-in
        throw new AmanahError('IDENTITY_NATIONAL_DOWN', { cause });
      });
    return this.#configuration;
  }
}
