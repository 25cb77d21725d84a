import { createHash, randomBytes, type X509Certificate } from 'node:crypto';
import type { AdapterContext } from '@amanah/adapter-api';
import type { SecurityConfig } from '../config.ts';
import { build, type BuiltElement } from '../xml/built-element.ts';
import { ns } from '../xml/namespaces.ts';
import type { QualifiedName } from '../xml/qualified-name.ts';

const profile = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const base64Binary = `${profile}-soap-message-security-1.0#Base64Binary`;
export const x509ValueType = `${profile}-x509-token-profile-1.0#X509v3`;

const wsse = (local: string): QualifiedName => ({ namespace: ns.wsse, local });
const wsu = (local: string): QualifiedName => ({ namespace: ns.wsu, local });

/** Ids by which a signature refers to what it signs. */
export interface SignedIds {
  readonly body: string;
  readonly timestamp: string;
  readonly usernameToken: string;
  readonly token: string;
}

/** New ids for one message. */
export function createIds(): SignedIds {
  const random = randomBytes(9).toString('hex');
  return { body: `body-${random}`, timestamp: `time-${random}`, usernameToken: `user-${random}`, token: `x509-${random}` };
}

/** The `Security` header of one message, before it is signed. `at` is the moment by the clock of the system. */
export function securityHeader(
  security: SecurityConfig,
  {
    soapNamespace,
    at,
    ids,
    certificate,
    secret,
  }: { soapNamespace: string; at: Date; ids: SignedIds; certificate: X509Certificate | null; secret: AdapterContext['secret'] },
): BuiltElement {
  const withToken = certificate && security.signature?.reference === 'token';
  const children: BuiltElement[] = [
    ...(withToken ? [binaryToken(certificate, ids.token)] : []),
    ...(security.timestampSeconds === null ? [] : [timestamp(at, security.timestampSeconds, ids.timestamp)]),
    ...(security.usernameToken ? [usernameToken(security.usernameToken, at, ids.usernameToken, secret)] : []),
  ];
  const must = { namespace: soapNamespace, local: 'mustUnderstand' };
  return { name: wsse('Security'), attributes: security.mustUnderstand ? [[must, ['1']]] : [], children, from: null };
}

function identified(element: BuiltElement, id: string): BuiltElement {
  return { ...element, attributes: [[wsu('Id'), [id]], ...element.attributes] };
}

function timestamp(at: Date, seconds: number, id: string): BuiltElement {
  const expires = new Date(at.getTime() + seconds * 1_000);
  return identified(build(wsu('Timestamp'), [build(wsu('Created'), [at.toISOString()]), build(wsu('Expires'), [expires.toISOString()])]), id);
}

function usernameToken(config: NonNullable<SecurityConfig['usernameToken']>, at: Date, id: string, secret: AdapterContext['secret']): BuiltElement {
  const username = typeof config.username === 'string' ? config.username : secret(config.username);
  const password = secret(config.password);
  const digested = config.type === 'digest';
  const nonce = randomBytes(16);
  const created = at.toISOString();
  const said = digested ? createHash('sha1').update(nonce).update(created).update(password).digest('base64') : password;
  const type = `${profile}-username-token-profile-1.0#Password${digested ? 'Digest' : 'Text'}`;
  const fresh =
    digested || config.nonce ? [build(wsse('Nonce'), [nonce.toString('base64')], { EncodingType: base64Binary }), build(wsu('Created'), [created])] : [];
  return identified(build(wsse('UsernameToken'), [build(wsse('Username'), [username]), build(wsse('Password'), [said], { Type: type }), ...fresh]), id);
}

function binaryToken(certificate: X509Certificate, id: string): BuiltElement {
  return identified(build(wsse('BinarySecurityToken'), [certificate.raw.toString('base64')], { EncodingType: base64Binary, ValueType: x509ValueType }), id);
}

/** A message as it may be recorded: without the password of its header, or what could be tried against it. */
export function withoutPassword(xml: string): string {
  return xml.replace(/(<wsse:Password\b[^>]*>)[^<]*/g, '$1***').replace(/(<wsse:Nonce\b[^>]*>)[^<]*/g, '$1***');
}
