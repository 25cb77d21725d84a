import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate for some hosts, signed by an authority made for this test. */
export interface TestCertificate {
  /** Certificate of the authority, PEM. */
  readonly ca: string;
  /** What Chromium's `--ignore-certificate-errors-spki-list` takes to trust this one certificate. */
  readonly spki: string;
  /** `fullchain.pem` and `privkey.pem` lie here. */
  readonly folder: string;
}

/** Makes authority and certificate with openssl in the new folder. */
export function makeTestCertificate(folder: string, hosts: readonly string[]): TestCertificate {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...fresh, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Amanah test authority');
  const names = `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}`;
  openssl('req', ...fresh, '-keyout', 'privkey.pem', '-out', 'request.pem', '-subj', `/CN=${hosts[0]}`, '-addext', names);
  openssl(
    'x509',
    '-req',
    '-in',
    'request.pem',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '2',
    '-copy_extensions',
    'copyall',
    '-out',
    'leaf.pem',
  );
  copyFileSync(join(folder, 'leaf.pem'), join(folder, 'fullchain.pem'));
  const leaf = new X509Certificate(readFileSync(join(folder, 'leaf.pem')));
  const spki = createHash('sha256')
    .update(leaf.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
  return { ca: readFileSync(join(folder, 'ca.pem'), 'utf8'), spki, folder };
}
