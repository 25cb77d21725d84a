import { AmanahError, type Language } from '@amanah/errors';
import { messages } from '../http/messages.ts';
import type { MailRoom } from '../mail/contract.ts';

const t = messages(import.meta.url);

export interface Mailer {
  /** Sends a sign-in code, in both languages, the reader's first. @throws IDENTITY_MAIL_FAILED */
  sendCode(mail: { to: string; code: string; minutes: number; language: Language }): Promise<void>;
  /** Tells somebody that their password was changed, in both languages. @throws IDENTITY_MAIL_FAILED */
  sendPasswordChanged(mail: { to: string; username: string; at: Date }): Promise<void>;
}

/** The mails of sign-in: each a text of its own, whatever the reader's settings. */
export function createMailer(mail: MailRoom): Mailer {
  const deliver = async (to: string, subject: string, parts: readonly string[]) => {
    await mail.send({ to, subject, text: `${parts.join('\n\n')}\n` }).catch((cause: unknown) => {
      throw new AmanahError('IDENTITY_MAIL_FAILED', { cause });
    });
  };
  return {
    async sendCode({ to, code, minutes, language }) {
      const languages: Language[] = language === 'ar' ? ['ar', 'en'] : ['en', 'ar'];
      const parts = languages.map((one) => t(one, 'mail.code', { code, minutes: String(minutes) }));
      await deliver(to, t(language, 'mail.codeSubject', { code }), parts);
    },
    async sendPasswordChanged({ to, username, at }) {
      const parts = (['ar', 'en'] as const).map((one) => t(one, 'mail.password', { username, at: riyadhTime(at, one) }));
      await deliver(to, `${t('ar', 'mail.passwordSubject')} · ${t('en', 'mail.passwordSubject')}`, parts);
    },
  };
}

function riyadhTime(at: Date, language: Language): string {
  const format = { timeZone: 'Asia/Riyadh', dateStyle: 'long', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat(language === 'ar' ? 'ar-SA-u-ca-gregory-nu-latn' : 'en-GB', format).format(at);
}
