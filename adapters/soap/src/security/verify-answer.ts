import type { X509Certificate } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import type { SecurityConfig, SignedAnswerConfig } from '../config.ts';
import { attributeText, childNamed, childrenNamed, textOf } from '../xml/element-access.ts';
import { ns } from '../xml/namespaces.ts';
import { parseXml, type ParsedElement } from '../xml/parse-xml.ts';
import { sameContent } from '../xml/same-content.ts';
import { writeParsed } from '../xml/write-parsed.ts';
import { exclusiveCanonicalization, signatureAlgorithms } from './sign-envelope.ts';

/** An answer whose signature does not hold. */
export class SignatureRefused extends Error {}

const canonicalizations: readonly string[] = [exclusiveCanonicalization, 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'];

/**
 * Checks that the parts which have to be signed are, by the certificate of the configuration and no other, and that they are the very parts that
 * are read: the body of the envelope and the time of its security header, not others that carry their ids.
 * @throws SignatureRefused
 */
export function verifyAnswer(
  envelope: ParsedElement,
  text: string,
  answer: SignedAnswerConfig,
  { certificate, security, now }: { certificate: X509Certificate; security: SecurityConfig; now: Date },
): void {
  const header = childNamed(envelope, envelope.name.namespace, 'Header');
  const securities = header ? childrenNamed(header, ns.wsse, 'Security') : [];
  const signatures = securities.flatMap((one) => childrenNamed(one, ns.ds, 'Signature'));
  const [signature, another] = signatures;
  if (!signature) throw new SignatureRefused('the answer is not signed');
  if (another) throw new SignatureRefused('the answer has several signatures');
  const signed = signedParts(text, signature, certificate, security.signature?.algorithm === 'rsa-sha1');
  const time = securities.map((one) => childNamed(one, ns.wsu, 'Timestamp')).find((found) => found !== undefined);
  for (const part of answer.parts) {
    const element = part === 'body' ? childNamed(envelope, envelope.name.namespace, 'Body') : time;
    if (!element) throw new SignatureRefused(`the answer has no ${part}`);
    const content = signed.get(attributeText(element, 'Id', ns.wsu));
    if (content === undefined) throw new SignatureRefused(`the ${part} of the answer is not signed`);
    if (!sameContent(parseXml(content), element)) throw new SignatureRefused(`what is signed is not the ${part} of the answer`);
  }
  if (time) checkTime(time, now, security.clockSkewSeconds * 1_000);
}

/** What is signed, by its id, as it was canonicalised for its digest. */
function signedParts(text: string, signature: ParsedElement, certificate: X509Certificate, withSha1: boolean): ReadonlyMap<string, string> {
  const verifier = new SignedXml({ publicCert: certificate.toString(), idMode: 'wssecurity', getCertFromKeyInfo: () => null });
  try {
    verifier.loadSignature(writeParsed(signature));
    const allowed = Object.entries(signatureAlgorithms).flatMap(([name, { signature: uri, digest }]) =>
      name === 'rsa-sha1' && !withSha1 ? [] : [uri, digest],
    );
    const references = verifier.getReferences();
    const algorithms = [verifier.signatureAlgorithm ?? '', ...references.map(({ digestAlgorithm }) => digestAlgorithm)];
    const weak = algorithms.find((one) => !allowed.includes(one));
    if (weak !== undefined) throw new SignatureRefused(`the signature uses ${weak}`);
    const transform = references.flatMap(({ transforms }) => transforms).find((one) => !canonicalizations.includes(one));
    if (transform !== undefined) throw new SignatureRefused(`the signature transforms by ${transform}`);
    if (!verifier.checkSignature(text)) throw new SignatureRefused('the signature of the answer does not hold');
    const contents = verifier.getSignedReferences();
    return new Map(references.map(({ uri }, index) => [uri.replace(/^#/, ''), contents[index] ?? '']));
  } catch (error) {
    if (error instanceof SignatureRefused) throw error;
    throw new SignatureRefused(`the signature of the answer cannot be checked: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function checkTime(time: ParsedElement, now: Date, skewMs: number): void {
  const moment = (local: string) => {
    const found = childNamed(time, ns.wsu, local);
    const at = found ? Date.parse(textOf(found).trim()) : Number.NaN;
    return Number.isNaN(at) ? null : at;
  };
  const [created, expires] = [moment('Created'), moment('Expires')];
  if (created !== null && created > now.getTime() + skewMs) throw new SignatureRefused('the answer says that it was made later than now');
  if (expires !== null && expires < now.getTime() - skewMs) throw new SignatureRefused('the time of the answer has run out');
}
