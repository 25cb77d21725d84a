/** A system cannot be called because nobody has given one of its secrets. */
export class MissingSecret extends Error {
  readonly secret: string;

  constructor(secret: string) {
    super(`nobody has given the secret ${secret} yet`);
    this.name = 'MissingSecret';
    this.secret = secret;
  }
}
