import { AmanahError } from '@amanah/errors';
import { Router, type Response } from 'express';
import type { HubConfig } from '../config/contract.ts';
import type { Store } from '../store/contract.ts';
import { formBody } from './form-body.ts';
import { demoNoticeCookie } from './frame/demo-notice.ts';
import { readingCookie, readingForm, readingSettingsOf } from './frame/reading-settings.ts';
import { messages } from './messages.ts';
import { sendPage } from './page.ts';
import { keepReadingSettings } from './reading-store.ts';

const t = messages(new URL('./frame/header.ts', import.meta.url).href);
const yearMs = 31_536_000_000;

/** What a visitor sets for themselves without signing in: language, reading settings, the demo notice put away. */
export function visitorRoutes({ config, store }: { config: HubConfig; store: Pick<Store, 'hub'> }): Router {
  const router = Router();
  const secure = config.publicUrl.protocol === 'https:';
  const remember = (response: Response, name: string, value: string, maxAge?: number) =>
    response.cookie(name, value, { path: '/', sameSite: 'lax', secure, encode: String, ...(maxAge ? { maxAge } : {}) });

  router.get('/language/:language', (request, response) => {
    const { language } = request.params;
    if (language !== 'ar' && language !== 'en') throw new AmanahError('HTTP_NOT_FOUND');
    remember(response, 'amanah_lang', language, yearMs).redirect(303, localPath(request.query.rd));
  });
  router.get('/demo-notice/close', (request, response) => {
    remember(response, demoNoticeCookie, 'closed').redirect(303, localPath(request.query.rd));
  });
  router.get('/reading-settings', (request, response) => {
    const { context } = request;
    sendPage(response, context, {
      title: t(context.language, 'reading'),
      lead: t(context.language, 'reading.lead'),
      frame: 'public',
      body: readingForm(context, localPath(request.query.rd)),
    });
  });
  router.post('/reading-settings', formBody('4kb'), async (request, response) => {
    const form = request.body as Readonly<Record<string, unknown>>;
    const chosen = readingSettingsOf({ get: (name) => (typeof form[name] === 'string' ? form[name] : null) });
    const person = request.context.session?.actor.person.id;
    if (person) await keepReadingSettings(store.hub, person, chosen);
    remember(response, readingCookie, new URLSearchParams(chosen).toString(), yearMs).redirect(303, localPath(form.rd));
  });
  return router;
}

/** A path on this very host, or the home page: never an address elsewhere. */
export function localPath(wanted: unknown): string {
  return typeof wanted === 'string' && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wanted) ? wanted : '/';
}
