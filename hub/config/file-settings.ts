import type { ScannerAddress } from '../files/clamd.ts';
import type { BucketConfig } from '../files/contract.ts';
import type { HubEnvironment } from './environment.ts';
import { Secret } from './secret.ts';

/** A bucket without the key to it would be found out at the first upload. */
export function bucketProblems(settings: HubEnvironment): readonly string[] {
  if (!settings.AMANAH_FILES_S3) return [];
  return (['AMANAH_FILES_S3_KEY_ID', 'AMANAH_FILES_S3_SECRET_KEY'] as const)
    .filter((name) => !settings[name])
    .map((name) => `${name} is missing: AMANAH_FILES_S3 needs the key id and the secret key of the bucket's user`);
}

/** `https://host/bucket/folder` in its parts. */
export function bucketOf(settings: HubEnvironment): BucketConfig | null {
  if (!settings.AMANAH_FILES_S3) return null;
  const { origin, pathname } = new URL(settings.AMANAH_FILES_S3);
  const [bucket = '', ...folders] = pathname.split('/').filter((part) => part !== '');
  return {
    endpoint: origin,
    bucket,
    prefix: folders.map((folder) => `${folder}/`).join(''),
    region: settings.AMANAH_FILES_S3_REGION,
    keyId: settings.AMANAH_FILES_S3_KEY_ID ?? '',
    secretKey: new Secret(settings.AMANAH_FILES_S3_SECRET_KEY ?? ''),
  };
}

/** `tcp://host:port` or `unix:/path`. */
export function scannerOf({ AMANAH_CLAMD: address }: HubEnvironment): ScannerAddress | null {
  if (!address) return null;
  if (address.startsWith('unix:')) return { path: address.slice('unix:'.length) };
  const { hostname, port } = new URL(address);
  return { host: hostname, port: Number(port) };
}
