import PostalMime from 'postal-mime';

/** A mail that was taken, read by a library that has nothing to do with the one that wrote it. */
export interface TakenMail {
  readonly number: number;
  readonly at: string;
  readonly to: readonly string[];
  readonly from: string;
  readonly subject: string;
  readonly messageId: string;
  readonly text: string;
  readonly html: string | null;
  /** By name in small letters. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The mails that the stand-in took, oldest first. */
export class Mailbox {
  readonly mails: TakenMail[] = [];

  async keep(message: Buffer, to: readonly string[]): Promise<void> {
    const { from, subject, messageId, text, html, headers } = await PostalMime.parse(message);
    this.mails.push({
      number: this.mails.length + 1,
      at: new Date().toISOString(),
      to,
      from: from?.name ?? '',
      subject: subject ?? '',
      messageId: messageId ?? '',
      text: text ?? '',
      html: html ?? null,
      headers: Object.fromEntries(headers.map(({ key, value }) => [key, value])),
    });
  }
}
