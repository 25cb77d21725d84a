import { createHash } from 'node:crypto';
import { Refusal } from './soap-fault.ts';
import type { SoapMessage } from './soap-message.ts';

/** Knows users of a system by WS-Security UsernameToken, as text or digest; each nonce passes once. */
export class UsernameTokens {
  readonly #passwords: Readonly<Record<string, string>>;
  readonly #nonces = new Map<string, number>();

  constructor(passwords: Readonly<Record<string, string>>) {
    this.#passwords = passwords;
  }

  /** @throws Refusal */
  check(message: SoapMessage, now: Date): void {
    const token = message.find('/*/*[local-name()="Header"]/wsse:Security/wsse:UsernameToken');
    if (!token) throw new Refusal('security', 'InvalidSecurity', 'الرسالة بلا بيانات دخول');
    const text = (path: string) => message.find(path, token)?.content ?? '';
    const password = this.#passwords[text('./wsse:Username')];
    const said = text('./wsse:Password');
    const created = text('./wsu:Created');
    const nonce = Buffer.from(text('./wsse:Nonce'), 'base64');
    const digested = message.find('./wsse:Password', token)?.attr('Type')?.value.endsWith('#PasswordDigest');
    const expected = digested && password !== undefined ? createHash('sha1').update(nonce).update(created).update(password).digest('base64') : password;
    if (password === undefined || said !== expected) throw new Refusal('security', 'FailedAuthentication', 'اسم المستخدم أو كلمة المرور غير صحيحة');
    if (!digested) return;
    const key = nonce.toString('hex');
    if (Math.abs(Date.parse(created) - now.getTime()) > 300_000) throw new Refusal('security', 'InvalidSecurity', 'وقت الرسالة بعيد عن وقت النظام');
    if (this.#nonces.has(key)) throw new Refusal('security', 'InvalidSecurity', 'الرسالة مكررة');
    this.#nonces.set(key, now.getTime());
    for (const [old, at] of this.#nonces) if (at < now.getTime() - 600_000) this.#nonces.delete(old);
  }
}

/** Turns away a message whose time has run out, or has not come. @throws Refusal */
export function checkTimestamp(message: SoapMessage, now: Date): void {
  const at = (name: string) => Date.parse(message.find(`/*/*[local-name()="Header"]/wsse:Security/wsu:Timestamp/wsu:${name}`)?.content ?? '');
  const [created, expires] = [at('Created'), at('Expires')];
  if (Number.isNaN(created) || Number.isNaN(expires)) throw new Refusal('security', 'InvalidSecurity', 'الرسالة بلا وقت');
  if (created > now.getTime() + 60_000 || expires < now.getTime()) throw new Refusal('security', 'MessageExpired', 'انتهى وقت الرسالة');
}
