export type JsonParams = Readonly<Record<string, string | number>>;

/** Codes of the catalogue that tell why a network did not do what was asked. */
export type RefusalCode =
  | 'SOCIAL_NETWORK_AWAY'
  | 'SOCIAL_NETWORK_BUSY'
  | 'SOCIAL_NETWORK_TOKEN'
  | 'SOCIAL_NETWORK_REFUSED'
  | 'SOCIAL_NETWORK_GARBAGE'
  | 'SOCIAL_NETWORK_UNCLEAR'
  | 'SOCIAL_EDIT_IMPOSSIBLE'
  | 'SOCIAL_POST_GONE';

/** Why a network did not do what was asked, and whether it may be asked again. */
export class NetworkRefusal extends Error {
  readonly code: RefusalCode;
  /** `no`: it did nothing, and asking again is useless. `later`: it did nothing, ask again. `unclear`: perhaps it did. */
  readonly outcome: 'no' | 'later' | 'unclear';
  readonly params: JsonParams;
  /** Where it said when to come back. */
  readonly retryAt: Date | null;

  constructor(code: RefusalCode, outcome: 'no' | 'later' | 'unclear', options: { params?: JsonParams; retryAt?: Date | null; cause?: unknown } = {}) {
    super(code, { cause: options.cause });
    this.code = code;
    this.outcome = outcome;
    this.params = options.params ?? {};
    this.retryAt = options.retryAt ?? null;
  }
}
