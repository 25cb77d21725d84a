import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

const mounts = (text: string) => `export async function mount({ domElement }) { domElement.innerHTML = '<p class="third">${text}</p>'; }
export async function unmount({ domElement }) { domElement.replaceChildren(); }`;

/** Micro-frontends of a third party in plain JavaScript: one that is well, and one for each way of breaking. */
const modules: Readonly<Record<string, string>> = {
  well: mounts('third party is well'),
  'throws-on-load': `throw new Error('broken at load');\n${mounts('')}`,
  missing: mounts('never served'),
  'throws-on-mount': `export async function mount() { throw new Error('broken at mount'); }\nexport async function unmount() {}`,
  hangs: `export const mount = () => new Promise(() => {});\nexport const unmount = () => new Promise(() => {});`,
  'crashes-later': `${mounts('fine so far')}
export async function bootstrap() { setTimeout(() => { throw new Error('broken in a timer'); }, 300); }`,
  'rejects-later': `${mounts('fine so far')}
export async function bootstrap() { setTimeout(async () => { null.property; }, 300); }`,
  altered: mounts('altered after the review'),
  styled: mounts('styled'),
};
/** Tries to hide and recolour the whole page, also by closing what it may be wrapped in. */
const badCss = `.third { color: rgb(1, 2, 3); }
html, body, h1, .am-header { display: none !important; background: rgb(255, 0, 0) !important; }
}}} body { display: none !important; } h1 { color: rgb(255, 0, 0) !important }
@font-face { font-family: "IBM Plex Sans Arabic"; src: local("Courier New"); }
.third { font-weight: 900; }`;

export const brokenWays = ['throws-on-load', 'missing', 'throws-on-mount', 'hangs', 'crashes-later', 'rejects-later', 'altered'] as const;

/** Serves them from an origin of their own, with what `amanah mfe add` takes for each. */
export async function serveThirdParty(): Promise<{ server: Server; manifest(name: string, at: string): string }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const name = path.slice(1).replace(/\.(js|css)$/, '');
    const headers = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin', 'cache-control': 'no-store' };
    if (path === '/styled.css') return void response.writeHead(200, { ...headers, 'content-type': 'text/css' }).end(badCss);
    const code = name === 'missing' ? undefined : modules[name];
    if (code === undefined) return void response.writeHead(404, headers).end();
    response.writeHead(200, { ...headers, 'content-type': 'text/javascript' }).end(name === 'altered' ? `${code}\n// one line more` : code);
  });
  server.listen(0, '127.0.0.6');
  await once(server, 'listening');
  const origin = `http://127.0.0.6:${(server.address() as AddressInfo).port}`;
  const hash = (text: string) => `sha384-${createHash('sha384').update(text).digest('base64')}`;
  return {
    server,
    manifest: (name, at) => `id: ${name}
title: { ar: واجهة ${name}, en: Front ${name} }
origin: ${origin}
entry: /${name}.js
files:
  /${name}.js: ${hash(modules[name]!)}
${name === 'styled' ? `  /styled.css: ${hash(badCss)}\n` : ''}at: ${at}
permission: public
`,
  };
}
