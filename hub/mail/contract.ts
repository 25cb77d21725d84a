import type { OutgoingMail } from '@amanah/plugin-api';

/** A mail as it goes to the mail server: `key` makes its `Message-ID`, without it the mail gets one of its own. */
export type Mail = Pick<OutgoingMail, 'to' | 'subject' | 'text'> & Partial<Omit<OutgoingMail, 'to' | 'subject' | 'text'>>;

/** The mail room: the only one that speaks to the mail server. */
export interface MailRoom {
  /** See `PluginMail.send`. @throws MAIL_ADDRESS_REFUSED, MAIL_REFUSED, MAIL_UNAVAILABLE, MAIL_OUTCOME_UNKNOWN */
  send(mail: Mail, handingOver?: () => Promise<void>): Promise<void>;
}

/** Gives a finished message to whoever delivers it. */
export type HandOver = (envelope: { readonly from: string; readonly to: string }, message: Buffer, handingOver: () => Promise<void>) => Promise<void>;
