import type { RequestHandler } from 'express';
import type { Queryable } from '../store/contract.ts';
import { readingCookie, readingSettingsOf, type ReadingSettings } from './frame/reading-settings.ts';

/** Keeps a person's reading settings, so that they follow to the next device. */
export async function keepReadingSettings(db: Queryable, personId: string, settings: ReadingSettings): Promise<void> {
  await db.query(
    `INSERT INTO hub.reading_setting (person_id, settings) VALUES ($1, $2)
     ON CONFLICT (person_id) DO UPDATE SET settings = excluded.settings, changed_at = now()`,
    [personId, JSON.stringify(settings)],
    'keep-reading-setting',
  );
}

/** On a device without its own settings, a signed-in person's kept ones apply and are set there; asked once a device, for pages only. */
export function keptReadingSettings(db: Queryable, secure: boolean): RequestHandler {
  return async (request, response, next) => {
    const { context } = request;
    const person = context.session?.actor.person.id;
    if (!person || context.reading || request.method !== 'GET' || request.path.startsWith('/api/') || request.accepts(['html', 'json']) !== 'html')
      return next();
    const [kept] = await db.query<{ settings: Record<string, string> }>(
      'SELECT settings FROM hub.reading_setting WHERE person_id = $1',
      [person],
      'kept-reading-setting',
    );
    context.reading = readingSettingsOf(new URLSearchParams(kept?.settings ?? {}));
    response.cookie(readingCookie, new URLSearchParams(context.reading).toString(), {
      path: '/',
      sameSite: 'lax',
      secure,
      encode: String,
      maxAge: 31_536_000_000,
    });
    next();
  };
}
