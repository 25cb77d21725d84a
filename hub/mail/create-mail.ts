import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AmanahError } from '@amanah/errors';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { HubConfig } from '../config/contract.ts';
import { messages } from '../http/messages.ts';
import type { HandOver, Mail, MailRoom } from './contract.ts';
import { smtpHandOver } from './smtp-hand-over.ts';

const t = messages(import.meta.url);

/** Mail by SMTP where it is configured; outside production, without it, as `.eml` files in `<data>/outbox/`. */
export function createMail(config: Pick<HubConfig, 'smtpUrl' | 'profile' | 'dataDir' | 'publicUrl'>): MailRoom {
  const { hostname } = config.publicUrl;
  const from = `no-reply@${hostname}`;
  const handOver = config.smtpUrl ? smtpHandOver(config.smtpUrl.reveal()) : config.profile === 'production' ? refuse : toFolder(join(config.dataDir, 'outbox'));
  return {
    async send(mail, handingOver = async () => {}) {
      await handOver({ from, to: mail.to }, await compile(mail, from, hostname), handingOver);
    },
  };
}

/** The message by RFC 5322: text and HTML as alternatives, its language, and that no answer by a machine is wanted (RFC 3834). */
function compile({ to, subject, text, html, language, key, unsubscribe }: Mail, from: string, hostname: string): Promise<Buffer> {
  const composer = new MailComposer({
    from: { name: t(language ?? 'ar', 'from'), address: from },
    to,
    subject,
    text,
    ...(html === undefined ? {} : { html }),
    // Arabic in quoted-printable is three times its size, and some servers break its lines; base64 stays whole.
    textEncoding: 'base64',
    messageId: key === undefined ? `<${randomUUID()}@${hostname}>` : messageId(key, hostname),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(language === undefined ? {} : { 'Content-Language': language }),
      ...(unsubscribe === undefined ? {} : { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  });
  return composer.compile().build();
}

function messageId(key: string, hostname: string): string {
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${hostname}>`;
}

const refuse: HandOver = async () => {
  throw new AmanahError('MAIL_UNAVAILABLE', { detail: 'SMTP_URL is not set' });
};

function toFolder(folder: string): HandOver {
  return async (_envelope, message, handingOver) => {
    await handingOver();
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Whole under its name at once: a reader never sees half a mail.
    const name = `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 8)}`;
    await writeFile(join(folder, `${name}.part`), message, { mode: 0o600 });
    await rename(join(folder, `${name}.part`), join(folder, `${name}.eml`));
  };
}
