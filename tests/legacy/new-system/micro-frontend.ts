import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { facilities } from './facilities.ts';

const files: Readonly<Record<string, { readonly type: string; readonly content: Buffer }>> = {
  '/parks-booking.js': { type: 'text/javascript; charset=utf-8', content: readFileSync(new URL('mfe/parks-booking.js', import.meta.url)) },
  '/parks-booking.css': { type: 'text/css; charset=utf-8', content: readFileSync(new URL('mfe/parks-booking.css', import.meta.url)) },
  '/preact.js': { type: 'text/javascript; charset=utf-8', content: readFileSync(fileURLToPath(import.meta.resolve('preact'))) },
};

/** The manifest for `amanah mfe add`: every file with its hash. */
export function microFrontendManifest(origin: string): string {
  const hash = (content: Buffer) => `sha384-${createHash('sha384').update(content).digest('base64')}`;
  return stringify({
    id: 'parks-booking',
    title: { ar: 'حجز مرافق الحدائق', en: 'Park facility booking' },
    origin,
    entry: '/parks-booking.js',
    files: Object.fromEntries(Object.entries(files).map(([path, { content }]) => [path, hash(content)])),
    at: '/parks',
    permission: 'public',
  });
}

/**
 * Serves the micro-frontend from an origin of its own, for any portal (`Access-Control-Allow-Origin: *`, no cookies).
 * `broken()` plays how it can fail: `404`, `altered` (hash no longer right), `throws` on load, `hangs`.
 */
export async function serveMicroFrontend(address: string, broken: () => string | null): Promise<{ origin: string; server: Server }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://mfe');
    const headers = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin', 'timing-allow-origin': '*' };
    const fault = broken();
    if (pathname === '/manifest.yaml')
      return void response.writeHead(200, { ...headers, 'content-type': 'application/yaml' }).end(microFrontendManifest(originOf(server)));
    if (pathname === '/api/facilities') return void response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(facilities));
    const file = files[pathname];
    if (!file || fault === '404') return void response.writeHead(404, headers).end();
    if (fault === 'hangs') return;
    const content =
      fault === 'altered'
        ? Buffer.concat([file.content, Buffer.from('\n/* altered */')])
        : fault === 'throws'
          ? Buffer.from('throw new Error("broken")')
          : file.content;
    response.writeHead(200, { ...headers, 'content-type': file.type, 'cache-control': 'no-cache' }).end(content);
  });
  server.listen(0, address);
  await once(server, 'listening');
  return { origin: originOf(server), server };
}

function originOf(server: Server): string {
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('not listening');
  return `http://${bound.address}:${bound.port}`;
}
