import type { ServerResponse } from 'node:http';
import { document } from './frame/document.ts';
import { frameStyles } from './frame-assets.ts';
import type { Page } from './page-contract.ts';
import type { RequestContext } from './request-context.ts';
import { contentSecurityPolicy } from './security-headers.ts';

export type { Html, Page } from './page-contract.ts';

/** A whole HTML document around a server-rendered body, in the request's language and direction. */
export function renderPage(context: RequestContext, page: Page): string {
  return String(document(context, page, frameStyles()));
}

/** Sends a page with its status and content security policy; never cached, since it may name the person. */
export function sendPage(response: ServerResponse, context: RequestContext, page: Page): void {
  const sources = page.frame === 'public' ? context.surroundings?.sources() : {};
  const formAction = page.formAction === undefined && page.frame === 'signin' ? null : page.formAction;
  response.statusCode = page.status ?? 200;
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Content-Language', context.language);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader(
    'Content-Security-Policy',
    contentSecurityPolicy({ nonce: context.nonce, ...sources, ...(formAction === undefined ? {} : { formAction }) }),
  );
  response.end(renderPage(context, page));
}
