import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AmanahError, type Language } from '@amanah/errors';
import { createTransport } from 'nodemailer';
import type { HubConfig } from '../config/contract.ts';
import { messages } from '../http/messages.ts';

const t = messages(import.meta.url);

export interface Mailer {
  /** Sends a sign-in code, in both languages, the reader's first. @throws IDENTITY_MAIL_FAILED */
  sendCode(mail: { to: string; code: string; minutes: number; language: Language }): Promise<void>;
  /** Tells somebody that their password was changed, in both languages. @throws IDENTITY_MAIL_FAILED */
  sendPasswordChanged(mail: { to: string; username: string; at: Date }): Promise<void>;
}

/** Mail by SMTP where it is configured; outside production, without it, as `.eml` files in `<data>/outbox/`. */
export function createMailer(config: Pick<HubConfig, 'smtpUrl' | 'profile' | 'dataDir' | 'publicUrl'>): Mailer {
  const from = { name: t('ar', 'mail.from'), address: `no-reply@${config.publicUrl.hostname}` };
  const deliver = config.smtpUrl ? bySmtp(config.smtpUrl.reveal()) : config.profile === 'production' ? refuse : toFolder(join(config.dataDir, 'outbox'));
  return {
    async sendCode({ to, code, minutes, language }) {
      const languages: Language[] = language === 'ar' ? ['ar', 'en'] : ['en', 'ar'];
      const parts = languages.map((one) => t(one, 'mail.code', { code, minutes: String(minutes) }));
      await deliver({ from, to, subject: t(language, 'mail.codeSubject', { code }), text: `${parts.join('\n\n')}\n` });
    },
    async sendPasswordChanged({ to, username, at }) {
      const parts = (['ar', 'en'] as const).map((one) => t(one, 'mail.password', { username, at: riyadhTime(at, one) }));
      await deliver({ from, to, subject: `${t('ar', 'mail.passwordSubject')} · ${t('en', 'mail.passwordSubject')}`, text: `${parts.join('\n\n')}\n` });
    },
  };
}

function riyadhTime(at: Date, language: Language): string {
  const format = { timeZone: 'Asia/Riyadh', dateStyle: 'long', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat(language === 'ar' ? 'ar-SA-u-ca-gregory-nu-latn' : 'en-GB', format).format(at);
}

type Deliver = (mail: { from: { name: string; address: string }; to: string; subject: string; text: string }) => Promise<void>;

function bySmtp(url: string): Deliver {
  const transport = createTransport(url, {});
  return async (mail) => {
    await transport.sendMail(mail).catch((cause: unknown) => {
      throw new AmanahError('IDENTITY_MAIL_FAILED', { cause });
    });
  };
}

const refuse: Deliver = async () => {
  throw new AmanahError('IDENTITY_MAIL_FAILED', { detail: 'SMTP_URL is not set' });
};

function toFolder(folder: string): Deliver {
  const transport = createTransport({ streamTransport: true, buffer: true });
  return async (mail) => {
    const { message } = await transport.sendMail(mail);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Whole under its name at once: a reader never sees half a mail.
    const name = `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 8)}`;
    await writeFile(join(folder, `${name}.part`), message as Buffer, { mode: 0o600 });
    await rename(join(folder, `${name}.part`), join(folder, `${name}.eml`));
  };
}
