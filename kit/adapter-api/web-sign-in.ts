/** What a person signs in with at an older system; kept sealed in the hub. */
export interface Credential {
  readonly username: string;
  readonly password: string;
}

/** A system that people enter by its own sign-in form; the fields are those of its definition. */
export interface WebSystem {
  readonly upstream: string;
  /** `Host` header, when the system must see its public name. */
  readonly host?: string;
  /** Certificate authority of the system, PEM, when it has its own. */
  readonly ca?: Buffer;
  readonly answerMs: number;
  readonly maxHeaderBytes: number;
  readonly form: {
    readonly page: string;
    readonly action?: string | undefined;
    readonly usernameField: string;
    readonly passwordField: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly signedOut: { readonly redirectTo?: string | undefined; readonly contains?: string | undefined };
    readonly success: { readonly cookie?: string | undefined; readonly redirectTo?: string | undefined };
    readonly signOut?: string | undefined;
    readonly charset: string;
  };
}

/** Cookies of one person's session at one system; they stay on the server. */
export interface SystemCookies {
  /** Takes a `Set-Cookie` value; an expired one is removed. */
  take(setCookie: string): void;
  has(name: string): boolean;
  /** The `Cookie` header for a path; empty when no cookie belongs there. */
  header(path: string): string;
  /** What is kept, as text for `WebSignIn.restore`; bounded in size whatever the system sets. */
  state(): string;
}

/** `refused`: the system did not take user name and password. `unreachable`: it did not answer as it should; nothing is known of the password. */
export type SignInOutcome =
  { readonly signedIn: true; readonly jar: SystemCookies } | { readonly signedIn: false; readonly reason: 'refused' | 'unreachable'; readonly detail: string };

/** Signs a person in and out at one web system, as a browser would. */
export interface WebSignIn {
  signIn(credential: Credential): Promise<SignInOutcome>;
  /** Rejects when the system could not be reached. */
  signOut(jar: SystemCookies): Promise<void>;
  /** The cookies of a session that another process, or an earlier one, opened. */
  restore(state: string): SystemCookies;
  /** Bytes in a page by which a signed-out answer is known, in the encoding of the system's pages; `null` when it is known by redirects alone. */
  readonly signedOutMark: Buffer | null;
  /** Whether a redirect to `location` from `path` means that the system's session has ended. */
  leadsToSignIn(location: string, path: string): boolean;
}

/** What the module of the `webapp` adapter exports as `webSignIn`. */
export type OpenWebSignIn = (system: WebSystem) => WebSignIn;
