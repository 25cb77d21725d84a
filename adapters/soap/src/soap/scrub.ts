import { AdapterError, secretsIn, type AdapterContext } from '@amanah/adapter-api';
import { escapeAttribute, escapeText } from '../xml/escape.ts';

/** What is written instead of a secret. */
const covered = '***';

/** Takes secrets out of texts that leave the adapter: recorded messages, and what a system says when it refuses. */
export class Scrub {
  readonly #names: readonly string[];
  readonly #secret: AdapterContext['secret'];

  constructor(config: unknown, secret: AdapterContext['secret']) {
    this.#names = secretsIn(config);
    this.#secret = secret;
  }

  text(text: string): string {
    return this.#forms().reduce((clean, form) => clean.replaceAll(form, covered), text);
  }

  bytes(bytes: Buffer): Buffer {
    const found = this.#forms().filter((form) => bytes.includes(form));
    if (found.length === 0) return bytes;
    const clean = found.reduce((text, form) => text.replaceAll(Buffer.from(form).toString('latin1'), covered), bytes.toString('latin1'));
    return Buffer.from(clean, 'latin1');
  }

  /** An error with clean words. */
  error(error: AdapterError): AdapterError {
    const { outcome, reached, fault, findings } = error;
    const cleanFault = fault && {
      ...fault,
      code: this.text(fault.code),
      message: this.text(fault.message),
      ...(fault.detail === undefined ? {} : { detail: this.#value(fault.detail) }),
    };
    return new AdapterError(outcome, this.text(error.message), {
      reached,
      ...(cleanFault ? { fault: cleanFault } : {}),
      ...(findings ? { findings: findings.map(({ path, message }) => ({ path, message: this.text(message) })) } : {}),
      ...(error.cause === undefined ? {} : { cause: error.cause }),
    });
  }

  #value(value: unknown): unknown {
    return JSON.parse(this.text(JSON.stringify(value))) as unknown;
  }

  /** Secrets as they can stand in a message; a key in PEM by its lines, since it stands nowhere whole. */
  #forms(): readonly string[] {
    const values = this.#names.flatMap((name) => this.#lines(name)).filter((value) => value.length >= 4);
    return [...new Set(values.flatMap((value) => [value, escapeText(value), escapeAttribute(value), Buffer.from(value).toString('base64')]))];
  }

  #lines(name: string): readonly string[] {
    try {
      const value = this.#secret({ secret: name });
      return value.includes('\n') ? [value, ...value.split('\n').filter((line) => line.length >= 32)] : [value];
    } catch {
      // A secret that nobody has given stands in no message.
      return [];
    }
  }
}
