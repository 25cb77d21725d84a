import type { ServerResponse } from 'node:http';
import type { html } from 'hono/html';
import { document } from './frame/document.ts';
import { frameStyles } from './frame-assets.ts';
import type { RequestContext } from './request-context.ts';
import { contentSecurityPolicy } from './security-headers.ts';

/** Escaped HTML made by the `html` template tag. */
export type Html = ReturnType<typeof html> | string;

export interface Page {
  readonly title: string;
  readonly lead?: string;
  readonly body: Html;
  /** `public` with header and footer, `plain` without navigation, `signin` the narrow sign-in card. */
  readonly frame: 'public' | 'plain' | 'signin';
  /** Further elements for the head. */
  readonly head?: Html;
  /** HTTP status; default 200. */
  readonly status?: number;
  /** Further targets of this page's forms; `null` leaves the rule out (sign-in pages: default). */
  readonly formAction?: readonly string[] | null;
}

/** A whole HTML document around a server-rendered body, in the request's language and direction. */
export function renderPage(context: RequestContext, page: Page): string {
  return String(document(context, page, frameStyles()));
}

/** Sends a page with its status and content security policy; never cached, since it may name the person. */
export function sendPage(response: ServerResponse, context: RequestContext, page: Page): void {
  const formAction = page.formAction === undefined && page.frame === 'signin' ? null : page.formAction;
  response.statusCode = page.status ?? 200;
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Content-Language', context.language);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Security-Policy', contentSecurityPolicy({ nonce: context.nonce, ...(formAction === undefined ? {} : { formAction }) }));
  response.end(renderPage(context, page));
}
