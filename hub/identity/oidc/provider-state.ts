import type { Adapter } from 'oidc-provider';

/** Where the provider keeps sessions, interactions, grants, codes and tokens. */
export interface ProviderState {
  adapter(model: string): Adapter;
  /** Ends these grants and every token that came of them. */
  endGrants(grantIds: readonly string[]): Promise<void>;
}
