import { AdapterError, type AdapterContext, type ContractProblem, type HttpClient } from '@amanah/adapter-api';
import { z } from 'zod';
import type { SoapConfig } from '../config.ts';
import { httpHeaders } from '../soap/connection-material.ts';
import { statusRefusal } from '../soap/refusal.ts';
import { charsetOf, decodeXml } from '../xml/decode-xml.ts';
import { XmlRefused } from '../xml/parse-xml.ts';
import { gatherDocuments, type SourceDocument } from './document-set.ts';

/** What is kept of a description: its documents as they came. */
export interface SoapSnapshot {
  readonly documents: readonly SourceDocument[];
  readonly problems: readonly ContractProblem[];
}

const snapshotSchema = z.object({
  documents: z.array(z.object({ address: z.string(), text: z.string() })).min(1),
  problems: z.array(z.object({ kind: z.enum(['unreadable', 'unresolved', 'unsupported', 'invalid', 'ignored']), place: z.string(), found: z.string() })),
});

/** Uploaded files refer to each other by their paths. */
const uploads = 'upload:///';

/** @throws AdapterError `contract-violation` for what is no snapshot of this adapter */
export function snapshotOf(value: unknown): SoapSnapshot {
  const read = snapshotSchema.safeParse(value);
  if (!read.success) throw new AdapterError('contract-violation', 'the kept description is not one of this adapter', { reached: 'no' });
  return read.data;
}

/** Reads the WSDL and what it imports: uploaded files by their paths, addresses on declared origins. @throws AdapterError when the WSDL itself is not to be had */
export async function readDescription(config: SoapConfig, ctx: AdapterContext, client: HttpClient): Promise<SoapSnapshot> {
  const entry = 'file' in config.wsdl ? `${uploads}${config.wsdl.file.split('/').map(encodeURIComponent).join('/')}` : new URL(config.wsdl.url).href;
  const read = (address: string, from: string | null) => readDocument(address, from, config, ctx, client);
  try {
    return await gatherDocuments(entry, read);
  } catch (error) {
    if (error instanceof XmlRefused) throw new AdapterError('contract-violation', `the WSDL, line ${error.line}: ${error.message}`, { reached: 'yes' });
    throw error;
  }
}

async function readDocument(address: string, from: string | null, config: SoapConfig, ctx: AdapterContext, client: HttpClient): Promise<string> {
  const url = new URL(address);
  if (url.protocol === 'upload:') return decodeXml(await ctx.file(decodeURIComponent(url.pathname.slice(1))));
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error(`addresses of ${url.protocol} are not followed`);
  const beside = from?.startsWith(uploads) ? await besideUpload(url, from, ctx) : null;
  if (beside !== null) return decodeXml(beside);
  const { status, headers, body } = await client.request({
    method: 'GET',
    url,
    headers: httpHeaders(config, (one) => ctx.secret(one)),
    signal: ctx.signal,
    effect: 'read',
  });
  if (status !== 200) throw statusRefusal(status) ?? new AdapterError('contract-violation', `HTTP ${status}`, { reached: 'yes' });
  return decodeXml(body, charsetOf(headers['content-type'] ?? ''));
}

/** A file that was uploaded beside the one that refers to an address elsewhere, under the last part of that address. */
async function besideUpload(url: URL, from: string, ctx: AdapterContext): Promise<Buffer | null> {
  const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
  const folder = decodeURIComponent(new URL('.', from).pathname.slice(1));
  if (name === '') return null;
  try {
    return await ctx.file(`${folder}${name}`);
  } catch {
    return null;
  }
}
