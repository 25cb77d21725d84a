import type { Locale } from './manifest.ts';

/** A mail of the Amanah to one person: the same content as text and as HTML. */
export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly language: Locale;
  /** Makes the `Message-ID`: a mail that is sent again bears the same one. */
  readonly key: string;
  /** Address of a form that stops mails of this kind: `List-Unsubscribe` with one click (RFC 8058). */
  readonly unsubscribe?: string;
}

/** Mail that plugins send; for plugins whose manifest names `contact` in `personal`. */
export interface PluginMail {
  /**
   * Hands one mail to the mail server. `handingOver` is awaited before the first byte of its content goes out: until then nothing was sent, from then on only the
   * server knows. @throws MAIL_ADDRESS_REFUSED, MAIL_REFUSED for good; MAIL_UNAVAILABLE when nothing was sent and it may be tried again; MAIL_OUTCOME_UNKNOWN when
   * the server may have it; HOST_PERSONAL_UNDECLARED
   */
  send(mail: OutgoingMail, handingOver: () => Promise<void>): Promise<void>;
}
