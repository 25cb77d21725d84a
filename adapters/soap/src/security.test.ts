import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { config, type SecurityConfig } from './config.ts';
import { createIds, securityHeader } from './security/security-header.ts';
import { signEnvelope } from './security/sign-envelope.ts';
import { schemaOf, wsdlAround } from './testing/described.ts';
import { connectTo, envelope, startScripted } from './testing/scripted-system.ts';
import { childNamed, elementsOf, textOf } from './xml/element-access.ts';
import { ns } from './xml/namespaces.ts';
import { parseXml, type ParsedElement } from './xml/parse-xml.ts';
import { writeBuilt } from './xml/write-built.ts';

const system = await startScripted();
const echo = wsdlAround(
  schemaOf('<xs:element name="echo"><xs:complexType><xs:sequence><xs:element name="text" type="xs:string"/></xs:sequence></xs:complexType></xs:element>'),
  ['echo'],
);
const plain = '<e:echo xmlns:e="urn:test"><e:text>x</e:text></e:echo>';
let folder = '';
const pem = (name: string) => readFileSync(join(folder, name));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'soap-security-'));
  for (const name of ['ours', 'theirs', 'another'])
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-subj',
        `/C=SA/O=Amanah, Eastern/CN=${name}`,
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.pem`,
      ],
      { cwd: folder, stdio: 'ignore' },
    );
  execFileSync('openssl', ['pkcs8', '-topk8', '-in', 'ours.key', '-out', 'locked.key', '-passout', 'pass:open-sesame'], { cwd: folder, stdio: 'ignore' });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await system.close();
});

const connect = (security: object, secrets: Record<string, string> = {}, more: object = {}) =>
  connectTo(
    { wsdl: { file: 'w.wsdl' }, endpoint: `${system.url}/`, security, ...more },
    {
      files: { 'w.wsdl': echo, 'ours.pem': pem('ours.pem'), 'theirs.pem': pem('theirs.pem'), 'no.pem': 'none' },
      secrets: { key: pem('ours.key').toString(), ...secrets },
    },
  );
const answerPlain = () => ({ body: envelope(plain) });

/** The security header of the last request. */
function header(): ParsedElement {
  const root = parseXml(system.received.at(-1)?.body.toString() ?? '');
  return childNamed(elementsOf(root)[0] as ParsedElement, ns.wsse, 'Security') as ParsedElement;
}
const text = (element: ParsedElement | undefined, namespace: string, local: string) =>
  textOf(childNamed(element as ParsedElement, namespace, local) as ParsedElement);

describe('UsernameToken', () => {
  test('by digest: the system can compute it from the password; two messages never have the same nonce', async () => {
    system.answer = answerPlain;
    const { call, sent } = await connect(
      { usernameToken: { username: 'hub', password: { secret: 'password' }, type: 'digest' } },
      { password: 'Canary-Pass-3' },
    );
    await call('echo', { text: 'x' });
    const token = childNamed(header(), ns.wsse, 'UsernameToken');
    const nonce = text(token, ns.wsse, 'Nonce');
    const digest = createHash('sha1')
      .update(Buffer.from(nonce, 'base64'))
      .update(text(token, ns.wsu, 'Created'))
      .update('Canary-Pass-3')
      .digest('base64');
    expect(text(token, ns.wsse, 'Username')).toBe('hub');
    expect(text(token, ns.wsse, 'Password')).toBe(digest);
    for (const secret of ['Canary-Pass-3', digest, nonce]) expect(sent[0]).not.toContain(secret);
    await call('echo', { text: 'x' });
    expect(text(childNamed(header(), ns.wsse, 'UsernameToken'), ns.wsse, 'Nonce')).not.toBe(nonce);
  });

  test('by text, the name a secret too, without nonce and time', async () => {
    system.answer = answerPlain;
    const { call, sent } = await connect(
      { usernameToken: { username: { secret: 'name' }, password: { secret: 'password' }, nonce: false }, timestampSeconds: null, mustUnderstand: false },
      { name: 'canary-name', password: 'p&<ss' },
    );
    await call('echo', { text: 'x' });
    expect(elementsOf(header()).map(({ name }) => name.local)).toEqual(['UsernameToken']);
    expect(elementsOf(elementsOf(header())[0] as ParsedElement).map(({ name }) => name.local)).toEqual(['Username', 'Password']);
    expect(text(childNamed(header(), ns.wsse, 'UsernameToken'), ns.wsse, 'Password')).toBe('p&<ss');
    expect(header().attributes).toEqual([]);
    expect(sent[0]).not.toContain('canary-name');
  });

  test('a message holds for the time that is configured', async () => {
    system.answer = answerPlain;
    const { call } = await connect({ timestampSeconds: 30 });
    await call('echo', { text: 'x' });
    const time = childNamed(header(), ns.wsu, 'Timestamp');
    expect(Date.parse(text(time, ns.wsu, 'Expires')) - Date.parse(text(time, ns.wsu, 'Created'))).toBe(30_000);
    expect(header().attributes[0]).toMatchObject({ name: { namespace: ns.soap11, local: 'mustUnderstand' }, value: '1' });
  });
});

describe('a clock that is apart', () => {
  const expired = (date: string) => ({
    status: 500,
    headers: { date },
    body: envelope('<s:Fault><faultcode xmlns:u="urn:u">u:MessageExpired</faultcode><faultstring>late</faultstring></s:Fault>'),
  });
  const at = (seconds: number) => new Date(Date.now() + seconds * 1_000).toUTCString();

  test('is followed once, within its bound, and from then on', async () => {
    let asked = 0;
    system.answer = () => (++asked === 1 ? expired(at(-120)) : answerPlain());
    const { call, sent, recordedAnswers } = await connect({ timestampSeconds: 60 });
    expect(await call('echo', { text: 'x' })).toEqual({ output: { text: 'x' } });
    expect(asked).toBe(2);
    expect([sent.length, recordedAnswers.length]).toEqual([1, 1]);
    await call('echo', { text: 'x' });
    expect(asked).toBe(3);
    expect(Date.now() - Date.parse(text(childNamed(header(), ns.wsu, 'Timestamp'), ns.wsu, 'Created'))).toBeGreaterThan(110_000);
  });

  test.each([
    ['too far', () => at(-3_600)],
    ['right, so that something else is wrong', () => at(0)],
  ])('is not followed when it is %s', async (_, date) => {
    system.received.length = 0;
    system.answer = () => expired(date());
    const { call } = await connect({ timestampSeconds: 60 });
    await expect(call('echo', { text: 'x' })).rejects.toMatchObject({ outcome: 'unauthorised', fault: { code: 'MessageExpired' } });
    expect(system.received).toHaveLength(1);
  });
});

describe('a signature by X.509', () => {
  const verify = (): { holds: boolean; parts: Record<string, boolean> } => {
    const program = fileURLToPath(new URL('testing/verify_signature.py', import.meta.url));
    return JSON.parse(
      execFileSync('/usr/bin/python3', [program, join(folder, 'ours.pem')], { input: system.received.at(-1)?.body ?? '' }).toString(),
    ) as ReturnType<typeof verify>;
  };

  test.each([
    ['rsa-sha256', 'token', ['body', 'timestamp'], { Body: true, Timestamp: true }],
    ['rsa-sha512', 'issuerSerial', ['body'], { Body: true }],
    [
      'rsa-sha1',
      'token',
      ['body', 'timestamp', 'usernameToken', 'addressing'],
      { Body: true, Timestamp: true, UsernameToken: true, Action: true, To: true, MessageID: true, ReplyTo: true },
    ],
  ])('%s with %s: lxml and openssl find that it holds', async (algorithm, reference, parts, signed) => {
    system.answer = answerPlain;
    const security = {
      signature: { certificateFile: 'ours.pem', key: { secret: 'key' }, algorithm, reference, parts },
      usernameToken: { username: 'u', password: { secret: 'password' } },
    };
    const { call } = await connect(security, { password: 'Canary-9' }, { addressing: 'always' });
    await call('echo', { text: 'النص <&> "…"' });
    expect(verify()).toEqual({ holds: true, parts: signed });
    const tokens = elementsOf(header()).map(({ name }) => name.local);
    expect(tokens.includes('BinarySecurityToken')).toBe(reference === 'token');
    if (reference === 'issuerSerial') {
      const { serialNumber } = new X509Certificate(pem('ours.pem'));
      expect(textOf(header())).toContain(`CN=ours,O=Amanah\\, Eastern,C=SA${BigInt(`0x${serialNumber}`)}`);
    }
  });

  test('a key that is locked opens with its passphrase', async () => {
    system.answer = answerPlain;
    const signature = { certificateFile: 'ours.pem', key: { secret: 'locked' }, passphrase: { secret: 'passphrase' } };
    const locked = pem('locked.key').toString();
    const { call } = await connect({ signature }, { locked, passphrase: 'open-sesame' });
    await call('echo', { text: 'x' });
    expect(verify().holds).toBe(true);
    const shut = await connect({ signature }, { locked, passphrase: 'wrong' });
    await expect(shut.call('echo', { text: 'x' })).rejects.toMatchObject({ outcome: 'unauthorised', reached: 'no' });
  });

  test('a key of another certificate, and a certificate that is none, are said to be so before anything is sent', async () => {
    system.received.length = 0;
    const signature = { certificateFile: 'ours.pem', key: { secret: 'other' } };
    const { call } = await connect({ signature }, { other: pem('another.key').toString() });
    await expect(call('echo', { text: 'x' })).rejects.toMatchObject({
      outcome: 'unauthorised',
      reached: 'no',
      message: 'the secret other is not the key of ours.pem',
    });
    await expect(connect({ signature: { ...signature, certificateFile: 'no.pem' } })).rejects.toMatchObject({
      outcome: 'input-invalid',
      message: 'no.pem is no certificate',
    });
    expect(system.received).toEqual([]);
  });
});

describe('a signed answer', () => {
  /** An answer as a system signs it: body and time, by the key named. */
  function signed(
    options: { body?: string; key?: string; at?: Date; parts?: readonly ('body' | 'timestamp')[]; algorithm?: 'rsa-sha256' | 'rsa-sha1' } = {},
  ): string {
    const { body = plain, key = 'theirs', at = new Date(), parts = ['body', 'timestamp'], algorithm = 'rsa-sha256' } = options;
    const { security } = config.parse({
      wsdl: { file: 'x' },
      security: { signature: { certificateFile: 'x', key: { secret: 'k' }, algorithm, parts: [...parts] } },
    });
    const settings = security as SecurityConfig & { signature: NonNullable<SecurityConfig['signature']> };
    const ids = createIds();
    const certificate = new X509Certificate(pem(`${key}.pem`));
    const own = writeBuilt(securityHeader(settings, { soapNamespace: ns.soap11, at, ids, certificate, secret: () => '' }));
    const before = `<s:Envelope xmlns:s="${ns.soap11}"><s:Header>${own}</s:Header><s:Body xmlns:wsu="${ns.wsu}" wsu:Id="${ids.body}">${body}</s:Body></s:Envelope>`;
    return signEnvelope(before, settings.signature, { ids, addressingIds: [], certificate, key: createPrivateKey(pem(`${key}.key`)) });
  }
  const asked = async (body: string, security: object = {}) => {
    system.answer = () => ({ body });
    const { call } = await connect({ answer: { certificateFile: 'theirs.pem' }, ...security });
    return call('echo', { text: 'x' });
  };

  test('is read when body and time are signed by the certificate that is configured', async () => {
    expect(await asked(signed())).toEqual({ output: { text: 'x' } });
  });

  const forged = plain.replace('>x<', '>forged<');
  /** The body that was signed moves into a header, and another takes its place. */
  const wrapped = (answer: string, id: (original: string) => string) => {
    const [body = '', original = ''] = /<s:Body[^>]*wsu:Id="([^"]+)"[^>]*>.*<\/s:Body>/s.exec(answer) ?? [];
    return answer
      .replace(body, `<s:Body xmlns:wsu="${ns.wsu}"${id(original)}>${forged}</s:Body>`)
      .replace('</s:Header>', `<x:Wrapper xmlns:x="urn:x">${body}</x:Wrapper></s:Header>`);
  };

  test.each([
    ['a body that was changed', () => signed().replace('>x<', '>forged<'), /does not hold/],
    ['the certificate of another', () => signed({ key: 'another' }), /the signature of the answer (?:does not hold|cannot be checked)/],
    ['no signature', () => envelope(plain), /not signed/],
    ['a body that is not signed', () => signed({ parts: ['timestamp'] }), /the body of the answer is not signed/],
    ['a time that is not signed', () => signed({ parts: ['body'] }), /the timestamp of the answer is not signed/],
    ['a signed body put aside for another without an id', () => wrapped(signed(), () => ''), /the body of the answer is not signed/],
    ['a signed body put aside for another with its id', () => wrapped(signed(), (id) => ` wsu:Id="${id}"`), /cannot be checked|does not hold|is not the body/],
    ['a time that has run out', () => signed({ at: new Date(Date.now() - 3_600_000) }), /has run out/],
    ['a time that is to come', () => signed({ at: new Date(Date.now() + 3_600_000) }), /later than now/],
    ['SHA-1, where nothing allows it', () => signed({ algorithm: 'rsa-sha1' }), /uses http:\/\/www\.w3\.org\/2000\/09\/xmldsig#rsa-sha1/],
    [
      'two signatures',
      () => {
        const answer = signed();
        const [one = ''] = /<ds:Signature .*<\/ds:Signature>/s.exec(answer) ?? [];
        return answer.replace(one, `${one}${one}`);
      },
      /several signatures/,
    ],
    [
      'another transform',
      () => signed().replace(/(<ds:Transform Algorithm=")[^"]+/, '$1http://www.w3.org/TR/1999/REC-xpath-19991116'),
      /transforms by|cannot be checked/,
    ],
    ['an unsigned fault', () => envelope('<s:Fault><faultcode>s:Client</faultcode><faultstring>no</faultstring></s:Fault>'), /not signed/],
  ])('%s is no answer', async (_, answer, why) => {
    await expect(asked(answer())).rejects.toMatchObject({ outcome: 'contract-violation', reached: 'yes', message: expect.stringMatching(why) as string });
  });

  test('a fault about our own security need not be signed, since a system may not be able to', async () => {
    const fault = envelope('<s:Fault><faultcode xmlns:w="urn:w">w:InvalidSecurity</faultcode><faultstring>no</faultstring></s:Fault>');
    await expect(asked(fault)).rejects.toMatchObject({ outcome: 'unauthorised' });
  });

  test('SHA-1 is taken where our own signature uses it', async () => {
    expect(
      await asked(signed({ algorithm: 'rsa-sha1' }), { signature: { certificateFile: 'ours.pem', key: { secret: 'key' }, algorithm: 'rsa-sha1' } }),
    ).toEqual({ output: { text: 'x' } });
  });

  test('the body alone can be asked for, without a time', async () => {
    expect(await asked(signed({ parts: ['body'] }), { answer: { certificateFile: 'theirs.pem', parts: ['body'] } })).toEqual({ output: { text: 'x' } });
  });
});
