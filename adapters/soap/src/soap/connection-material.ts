import { X509Certificate } from 'node:crypto';
import { AdapterError, createHttpClient, type AdapterContext, type HttpClient } from '@amanah/adapter-api';
import type { SoapConfig } from '../config.ts';

/** Certificates that the configuration names. */
export interface Certificates {
  readonly own: X509Certificate | null;
  readonly answer: X509Certificate | null;
}

/** @throws AdapterError `input-invalid` for a file that is none */
export async function loadCertificates({ security }: SoapConfig, ctx: AdapterContext): Promise<Certificates> {
  const load = async (file: string | undefined) => {
    if (file === undefined) return null;
    const bytes = await ctx.file(file);
    try {
      return new X509Certificate(bytes);
    } catch {
      throw new AdapterError('input-invalid', `${file} is no certificate`);
    }
  };
  return { own: await load(security?.signature?.certificateFile), answer: await load(security?.answer?.certificateFile) };
}

/** Origins that a system may be asked at. */
export function originsOf({ wsdl, endpoint, origins }: SoapConfig): readonly string[] {
  const stated = [...('url' in wsdl ? [wsdl.url] : []), ...(typeof endpoint === 'string' ? [endpoint] : Object.values(endpoint ?? {}))];
  return [...new Set([...stated.map((address) => new URL(address).origin), ...origins])];
}

/** Opens the HTTP client of a system, with its own authority and our certificate where they are configured. @throws AdapterError */
export async function openHttpClient(config: SoapConfig, ctx: AdapterContext): Promise<HttpClient> {
  const { caFile, certificateFile, key, passphrase } = config.tls ?? {};
  const [ca, cert] = await Promise.all([
    caFile === undefined ? undefined : ctx.file(caFile),
    certificateFile === undefined ? undefined : ctx.file(certificateFile),
  ]);
  return createHttpClient({
    origins: originsOf(config),
    limits: ctx.limits,
    tls: {
      ...(ca ? { ca } : {}),
      ...(cert ? { cert } : {}),
      ...(key ? { key: ctx.secret(key) } : {}),
      ...(passphrase ? { passphrase: ctx.secret(passphrase) } : {}),
    },
  });
}

/** Headers of HTTP that go with every request. */
export function httpHeaders({ headers, basic }: SoapConfig, secret: AdapterContext['secret']): Record<string, string> {
  const own = Object.entries(headers).map(([name, text]) => [name, typeof text === 'string' ? text : secret(text)] as const);
  const proof: Readonly<Record<string, string>> = basic
    ? { authorization: `Basic ${Buffer.from(`${basic.username}:${secret(basic.password)}`).toString('base64')}` }
    : {};
  return { ...Object.fromEntries(own), ...proof };
}
