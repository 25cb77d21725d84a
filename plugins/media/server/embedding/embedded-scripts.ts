import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AmanahError } from '@amanah/errors';
import type { Context } from '../context.ts';

const built = new URL('../../../../dist/', import.meta.url);
/** Address of each script, and the extension of the manifest whose entry it is. */
const scripts = { '/embed/player.js': 'player', '/embed/player-view.js': 'playerView', '/embed/watch.js': 'watchPage' } as const;

/**
 * Scripts with an address that stays: pages of the portal, micro-frontends and other sites name them with one line, and get what the build made last.
 * They hold no address of a person and set nothing in the browser.
 */
export function registerEmbeddedScripts(ctx: Context): void {
  for (const [at, exported] of Object.entries(scripts) as [keyof typeof scripts, string][]) {
    ctx.protocol({
      at,
      methods: ['GET'],
      access: { public: 'scripts of the player are for every site' },
      crossOrigin: true,
      summary: 'A script of the portal for its own pages and for other sites',
      async handle(request, response) {
        const { plain, small, etag } = await scriptOf(exported);
        const packed = /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
        const bytes = packed ? small : plain;
        response.setHeader('Cache-Control', 'public, max-age=300, stale-while-revalidate=86400');
        response.setHeader('ETag', etag);
        response.appendHeader('Vary', 'Accept-Encoding');
        if (request.headers['if-none-match'] === etag) {
          response.writeHead(304).end();
          return;
        }
        if (packed) response.setHeader('Content-Encoding', 'br');
        response.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Content-Length': bytes.length });
        response.end(request.method === 'HEAD' ? undefined : bytes);
      },
    });
  }
}

interface Script {
  readonly plain: Buffer;
  /** The same, packed by the build. */
  readonly small: Buffer;
  readonly etag: string;
}

const read = new Map<string, Script>();

/** The built file of an entry, read once each time it is built anew. @throws HTTP_NOT_FOUND before the first build */
async function scriptOf(exported: string): Promise<Script> {
  try {
    const { importMap } = JSON.parse(await readFile(new URL('manifest.json', built), 'utf8')) as { importMap: { imports: Record<string, string> } };
    const address = importMap.imports[`plugin/media/${exported}`];
    if (!address) throw new AmanahError('HTTP_NOT_FOUND', { detail: `no built script ${exported}` });
    const known = read.get(address);
    if (known) return known;
    const [plain, small] = await Promise.all([readFile(new URL(`.${address}`, built)), readFile(new URL(`.${address}.br`, built))]);
    const made = { plain, small, etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"` };
    read.set(address, made);
    return made;
  } catch (error) {
    if (error instanceof AmanahError) throw error;
    throw new AmanahError('HTTP_NOT_FOUND', { detail: `no built script ${exported}`, cause: error });
  }
}
