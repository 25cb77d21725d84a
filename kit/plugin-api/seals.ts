/** Keeps secrets of the plugin's own in its tables: sealed with the hub's key, bound to the plugin and to what they are for. */
export interface Seals {
  /** Sealed text for a table. `purpose` names the one place where it may be opened, such as `actor-key/rsa`. */
  seal(purpose: string, text: string): string;
  /** Opens what `seal` made for the same purpose. @throws HOST_SEAL_BROKEN when one bit, the purpose or the hub's key is another */
  unseal(purpose: string, sealed: string): string;
  /** A keyed digest (HMAC-SHA-256, base64url): for signed links and for finding a secret again that is kept only as its digest. */
  digest(purpose: string, text: string): string;
}
