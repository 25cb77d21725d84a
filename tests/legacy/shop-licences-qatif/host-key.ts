import { createECDH, createHash, createPrivateKey } from 'node:crypto';

/** The stand-in's host key in PEM, the same at every start so that its fingerprint can be pinned; made of a text, so that no key lies in the repository. */
export function standInHostKey(): string {
  const secret = createHash('sha256').update('host key of the stand-in for the nightly files of Qatif').digest();
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(secret);
  const point = curve.getPublicKey();
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: secret.toString('base64url'),
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  return createPrivateKey({ key: jwk, format: 'jwk' }).export({ type: 'sec1', format: 'pem' }).toString();
}
