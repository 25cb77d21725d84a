import { AdapterError, createHttpClient, type AdapterContext } from '@amanah/adapter-api';
import type { OpenApiConfig } from '../config.ts';
import { withProof } from '../connection/with-proof.ts';
import { Credentials } from '../security/credentials.ts';
import { readTls } from '../security/read-tls.ts';
import { DocumentSet, nameOf } from './document-set.ts';

/** Documents are larger than answers. */
const documentBytes = 32_000_000;

/**
 * Reads the document of a system and what it refers to: uploaded files by their path, addresses on the document's own and the declared origins.
 * @throws AdapterError when the document cannot be had
 */
export async function fetchDocument(config: OpenApiConfig, ctx: AdapterContext): Promise<DocumentSet> {
  const { document } = config;
  const root = 'url' in document ? new URL(document.url) : new URL(document.file, 'file:///');
  const named = [config.server.url, ...config.credentials.map((one) => (one.kind === 'oauth2' ? one.tokenUrl : undefined))];
  const allowed = new Set(config.origins);
  if ('url' in document) allowed.add(root.origin);
  const origins = [...allowed, ...named.flatMap((url) => (url === undefined ? [] : [new URL(url).origin]))];
  const tls = await readTls(config.tls, ctx);
  const limits = { ...ctx.limits, maxAnswerBytes: Math.max(ctx.limits.maxAnswerBytes, documentBytes) };
  const http = createHttpClient({ origins, limits, ...(tls ? { tls } : {}) });
  try {
    const credentials = 'url' in document && document.authorised ? new Credentials({ config, schemes: {}, base: null, allowed, http, ctx }) : null;
    return await DocumentSet.read(root.href, async (uri) => {
      const url = new URL(uri);
      if (url.protocol === 'file:') return ctx.file(nameOf(uri));
      if (!allowed.has(url.origin)) throw new AdapterError('input-invalid', `${url.origin} is not among the declared origins`, { reached: 'no' });
      const request = { method: 'GET', url, headers: { accept: 'application/json, application/yaml, */*;q=0.5' }, signal: ctx.signal, effect: 'read' as const };
      const answer = await http.request(credentials && url.origin === root.origin ? withProof(request, await credentials.everything(ctx.signal), []) : request);
      if (answer.status === 200) return answer.body;
      const outcome = answer.status === 401 || answer.status === 403 ? 'unauthorised' : answer.status >= 500 ? 'failed' : 'contract-violation';
      throw new AdapterError(outcome, `${uri}: status ${answer.status}`, { reached: 'yes' });
    });
  } finally {
    await http.close();
  }
}
