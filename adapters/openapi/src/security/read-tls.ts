import { AdapterError, type AdapterContext, type HttpClientOptions } from '@amanah/adapter-api';
import type { OpenApiConfig } from '../config.ts';

/** Reads the files and secrets of TLS. @throws AdapterError `input-invalid` when a certificate has no key, or a file is missing */
export async function readTls(tls: OpenApiConfig['tls'], ctx: AdapterContext): Promise<HttpClientOptions['tls']> {
  if (!tls) return undefined;
  if ((tls.certificateFile === undefined) !== (tls.key === undefined))
    throw new AdapterError('input-invalid', 'tls: certificateFile and key go together', { reached: 'no' });
  const [ca, cert] = await Promise.all([tls.caFile, tls.certificateFile].map((path) => (path === undefined ? undefined : ctx.file(path))));
  return {
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(tls.key ? { key: ctx.secret(tls.key) } : {}),
    ...(tls.passphrase ? { passphrase: ctx.secret(tls.passphrase) } : {}),
  };
}
