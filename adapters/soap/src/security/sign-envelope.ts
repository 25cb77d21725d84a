import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { AdapterError, type AdapterContext } from '@amanah/adapter-api';
import { SignedXml } from 'xml-crypto';
import type { SignatureConfig } from '../config.ts';
import { escapeText } from '../xml/escape.ts';
import { ns } from '../xml/namespaces.ts';
import { x509ValueType, type SignedIds } from './security-header.ts';

export const exclusiveCanonicalization = 'http://www.w3.org/2001/10/xml-exc-c14n#';

/** Algorithms of signatures with the digests that go with them. */
export const signatureAlgorithms: Readonly<Record<SignatureConfig['algorithm'], { readonly signature: string; readonly digest: string }>> = {
  'rsa-sha256': { signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', digest: 'http://www.w3.org/2001/04/xmlenc#sha256' },
  'rsa-sha512': { signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512', digest: 'http://www.w3.org/2001/04/xmlenc#sha512' },
  'rsa-sha1': { signature: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1', digest: 'http://www.w3.org/2000/09/xmldsig#sha1' },
};

/** Our private key. @throws AdapterError `unauthorised` when the secret is no key that fits the certificate */
export function privateKeyOf(signature: SignatureConfig, certificate: X509Certificate, secret: AdapterContext['secret']): KeyObject {
  const pem = secret(signature.key);
  const passphrase = signature.passphrase && secret(signature.passphrase);
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    throw new AdapterError('unauthorised', `the secret ${signature.key.secret} is no private key in PEM, or its passphrase is another`, { reached: 'no' });
  }
  if (certificate.checkPrivateKey(key)) return key;
  throw new AdapterError('unauthorised', `the secret ${signature.key.secret} is not the key of ${signature.certificateFile}`, { reached: 'no' });
}

/** Signs parts of an envelope that carry the ids, and puts the signature at the end of its `Security` header. */
export function signEnvelope(
  envelope: string,
  signature: SignatureConfig,
  { ids, addressingIds, certificate, key }: { ids: SignedIds; addressingIds: readonly string[]; certificate: X509Certificate; key: KeyObject },
): string {
  const { signature: signatureAlgorithm, digest: digestAlgorithm } = signatureAlgorithms[signature.algorithm];
  const signer = new SignedXml({
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }) as string,
    idMode: 'wssecurity',
    signatureAlgorithm,
    canonicalizationAlgorithm: exclusiveCanonicalization,
    getKeyInfoContent: ({ prefix } = {}) => keyReference(signature, certificate, ids.token, prefix ? `${prefix}:` : ''),
  });
  const signed = signature.parts.flatMap((part) => (part === 'addressing' ? addressingIds : [ids[part]]));
  for (const id of signed) signer.addReference({ xpath: `//*[@*[local-name()='Id']='${id}']`, transforms: [exclusiveCanonicalization], digestAlgorithm });
  signer.computeSignature(envelope, {
    prefix: 'ds',
    location: { reference: `//*[local-name()='Security' and namespace-uri()='${ns.wsse}']`, action: 'append' },
  });
  return signer.getSignedXml();
}

function keyReference({ reference }: SignatureConfig, certificate: X509Certificate, tokenId: string, ds: string): string {
  const inside =
    reference === 'token'
      ? `<wsse:Reference URI="#${tokenId}" ValueType="${x509ValueType}"/>`
      : `<${ds}X509Data><${ds}X509IssuerSerial><${ds}X509IssuerName>${escapeText(issuerOf(certificate))}</${ds}X509IssuerName>` +
        `<${ds}X509SerialNumber>${BigInt(`0x${certificate.serialNumber}`)}</${ds}X509SerialNumber></${ds}X509IssuerSerial></${ds}X509Data>`;
  return `<wsse:SecurityTokenReference xmlns:wsse="${ns.wsse}">${inside}</wsse:SecurityTokenReference>`;
}

/** The issuer's name as RFC 2253 writes it: the most particular first. Node.js gives one part a line, its marks escaped already. */
function issuerOf({ issuer }: X509Certificate): string {
  return issuer.split('\n').toReversed().join(',');
}
