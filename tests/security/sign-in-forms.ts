import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CookieJar } from '@amanah/testing';

/** One answer of a sign-in form: its status, the error code on the page, and where it leads. */
export interface FormAnswer {
  readonly status: number;
  readonly code: string | null;
  readonly to: string | null;
  readonly text: string;
}

/** Sends a form of the sign-in pages as a browser at `address` would (the hub is told to believe X-Forwarded-For). */
export async function send(browser: CookieJar, path: string, fields: Record<string, string>, address?: string): Promise<FormAnswer> {
  const response = await browser.fetch(path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { accept: 'text/html', ...(address ? { 'x-forwarded-for': address } : {}) },
  });
  const text = await response.text();
  return {
    status: response.status,
    code: /data-code="([A-Z_]+)"/.exec(text)?.[1] ?? null,
    to: response.headers.get('location'),
    text,
  };
}

/** The password step of the staff form. */
export function password(browser: CookieJar, username: string, secret: string, address?: string): Promise<FormAnswer> {
  return send(browser, '/auth/sign-in/staff', { username, password: secret, rd: '/account' }, address);
}

/** The mails in the demo's outbox, oldest first. */
export function outbox(dataDir: string): string[] {
  const folder = join(dataDir, 'outbox');
  const names = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => name.endsWith('.eml'));
  return names
    .map(({ name }) => name)
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** The code that a mail brings, from its subject. */
export function codeIn(mail: string | undefined): string {
  return /\b(\d{6})\b/.exec(decodedText(mail ?? ''))?.[1] ?? '';
}

/** The text of a mail without its transfer encoding. */
export function decodedText(mail: string): string {
  const [head = '', ...rest] = mail.split(/\r?\n\r?\n/);
  const body = rest.join('\n\n');
  if (/content-transfer-encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  const bytes = body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
