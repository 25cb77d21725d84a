import type { ServerResponse } from 'node:http';
import { buildManifest } from './frame-assets.ts';

export interface PageSources {
  readonly nonce: string;
  /** Origins or exact addresses of reviewed third-party modules. */
  readonly scripts?: readonly string[];
  readonly styles?: readonly string[];
  readonly connect?: readonly string[];
  /** Origins shown in sandboxed frames. */
  readonly frames?: readonly string[];
  /** Who may show the page in a frame; default nobody. */
  readonly ancestors?: string;
  /** Chromium applies form-action to redirects after a post too: a sign-in page that ends at a relying party leaves it out with `null`. */
  readonly formAction?: readonly string[] | null;
}

/** Content-Security-Policy of an HTML answer: nothing inline without the nonce, no eval, no framing unless it is a page for that. */
export function contentSecurityPolicy(sources: PageSources): string {
  const { developmentServer: server } = buildManifest();
  const development = server ? { scripts: [server], connect: [server, server.replace(/^http/, 'ws')] } : { scripts: [], connect: [] };
  const list = (name: string, ...values: string[]) => `${name} ${values.join(' ')}`;
  const directives = [
    "default-src 'none'",
    list('script-src', "'self'", `'nonce-${sources.nonce}'`, ...(sources.scripts ?? []), ...development.scripts),
    list('style-src', "'self'", `'nonce-${sources.nonce}'`, ...(sources.styles ?? [])),
    "img-src 'self' data: blob:",
    "font-src 'self'",
    list('connect-src', "'self'", ...(sources.connect ?? []), ...development.connect),
    "manifest-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self'",
    list('frame-src', ...(sources.frames?.length ? sources.frames : ["'none'"])),
    list('frame-ancestors', sources.ancestors ?? "'none'"),
    "base-uri 'none'",
    "object-src 'none'",
  ];
  if (sources.formAction !== null) directives.push(list('form-action', "'self'", ...(sources.formAction ?? [])));
  return directives.join('; ');
}

/** What a page may beyond every other, as the page itself is told: a document can go on as another page only where it may all that the other may. */
export function furtherSources({ scripts = [], styles = [], connect = [], frames = [], formAction = [] }: Omit<PageSources, 'nonce'>): readonly string[] {
  const named = { 'script-src': scripts, 'style-src': styles, 'connect-src': connect, 'frame-src': frames, 'form-action': formAction ?? ['*'] };
  return Object.entries(named).flatMap(([directive, sources]) => sources.map((source) => `${directive} ${source}`));
}

/** Headers of every answer of the portal's host. `https`: whether the public address is on https. */
export function setBaseHeaders(response: ServerResponse, https: boolean): void {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('X-Frame-Options', 'DENY');
  // Not no-referrer: Chromium would post forms with `Origin: null`.
  response.setHeader('Referrer-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Permissions-Policy', 'camera=(self), microphone=(self), geolocation=(self), payment=(), usb=(), browsing-topics=()');
  if (https) response.setHeader('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
}
