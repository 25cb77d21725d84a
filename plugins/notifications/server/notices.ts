import { AsyncLocalStorage } from 'node:async_hooks';
import type { Bilingual, Db, Queryable } from '@amanah/plugin-api';
import type { Notice, NoticeData } from '../contract.ts';
import { calmSettings, type Category, type NotificationSettings } from '../shared/settings.ts';
import { plan, type OutsideChannel } from './plan.ts';
import type { Preferences } from './preferences.ts';
import type { NoticeTemplates } from './templates.ts';

/** After this time a message that could not be sent is no news any more. */
const giveUpMs = 24 * 3_600_000;
const outside: readonly OutsideChannel[] = ['mail', 'sms'];

interface Sources {
  readonly db: Db;
  readonly templates: NoticeTemplates;
  readonly preferences: Preferences;
  /** Wakes the deliverer, in the same transaction as the notices. */
  readonly wake: (tx: Queryable) => Promise<void>;
}

/** A notice as it is kept. */
interface Kept {
  readonly title: Bilingual;
  readonly template: string | null;
  readonly data: NoticeData | null;
  readonly category: Category;
  readonly urgent: boolean;
  readonly silent: boolean;
}

/** A row of `delivery` that is about to be written. */
interface NewDelivery {
  readonly notification: string;
  readonly person: string;
  readonly channel: 'portal' | OutsideChannel;
  readonly state: 'waiting' | 'delayed' | 'sent' | 'suppressed';
  readonly reason: string | null;
  readonly at: Date | null;
}

/** Writes what persons are told and what is to become of it on each channel, once a key. */
export class Notices {
  readonly #sources: Sources;
  readonly #silence = new AsyncLocalStorage<true>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  silently<T>(work: () => Promise<T>): Promise<T> {
    return this.#silence.run(true, work);
  }

  /** Returns who was told now, with the title that they read. @throws NOTIFICATIONS_TEMPLATE_UNKNOWN, NOTIFICATIONS_DATA_MISSING */
  async add(personIds: readonly string[], notice: Notice): Promise<{ readonly told: readonly string[]; readonly title: Bilingual }> {
    const kept = this.#kept(notice);
    const persons = [...new Set(personIds)];
    const told = await this.#sources.db.transaction(async (tx) => {
      const rows = await tx.query<{ id: string; person_id: string }>(
        `INSERT INTO notification (person_id, key, title_ar, title_en, target, template, data, category, urgent, silent)
         SELECT unnest($1::text[]), $2, $3, $4, $5, $6, $7, $8, $9, $10 ON CONFLICT (person_id, key) DO NOTHING RETURNING id::text, person_id`,
        [
          persons,
          notice.key,
          kept.title.ar,
          kept.title.en,
          notice.to,
          kept.template,
          kept.data && JSON.stringify(kept.data),
          kept.category,
          kept.urgent,
          kept.silent,
        ],
      );
      if (rows.length === 0) return [];
      const deliveries = kept.silent ? rows.map(silenced) : await this.#planned(rows, kept);
      await insertDeliveries(tx, deliveries);
      if (deliveries.some(({ state }) => state === 'waiting')) await this.#sources.wake(tx);
      return kept.silent ? [] : rows.map((row) => row.person_id);
    });
    return { told, title: kept.title };
  }

  #kept(notice: Notice): Kept {
    const silent = notice.silent === true || this.#silence.getStore() === true;
    if ('title' in notice) return { title: notice.title, template: null, data: null, category: 'announcements', urgent: false, silent };
    const { templates } = this.#sources;
    const { template, data = {} } = notice;
    templates.assertFilled(template, data);
    const category = notice.category ?? templates.categoryOf(template);
    return { title: templates.title(template, data), template, data, category, urgent: notice.urgency === 'urgent', silent };
  }

  async #planned(rows: readonly { id: string; person_id: string }[], kept: Kept): Promise<readonly NewDelivery[]> {
    const now = new Date();
    const settings = kept.template === null ? new Map<string, NotificationSettings>() : await this.#sources.preferences.ofAll(rows.map((row) => row.person_id));
    return rows.flatMap((row): NewDelivery[] => {
      const of = { notification: row.id, person: row.person_id };
      const portal: NewDelivery = { ...of, channel: 'portal', state: 'sent', reason: null, at: null };
      if (kept.template === null) return [portal];
      return [
        portal,
        ...outside.map((channel): NewDelivery => {
          const planned = plan({ channel, category: kept.category, urgent: kept.urgent }, settings.get(row.person_id) ?? calmSettings, now);
          return { ...of, channel, state: planned.state, reason: 'reason' in planned ? planned.reason : null, at: 'at' in planned ? planned.at : null };
        }),
      ];
    });
  }
}

function silenced({ id, person_id: person }: { id: string; person_id: string }): NewDelivery {
  return { notification: id, person, channel: 'portal', state: 'suppressed', reason: 'silent', at: null };
}

async function insertDeliveries(tx: Queryable, deliveries: readonly NewDelivery[]): Promise<void> {
  const column = <K extends keyof NewDelivery>(name: K) => deliveries.map((one) => one[name]);
  await tx.query(
    `INSERT INTO delivery (notification_id, person_id, channel, state, reason, daily, next_at, give_up_at, ended_at)
     SELECT n, p, c, s, r, r IS NOT DISTINCT FROM 'daily-mail', t, t + make_interval(secs => $7), CASE WHEN s IN ('sent', 'suppressed') THEN now() END
     FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) AS d (n, p, c, s, r, t)`,
    [column('notification'), column('person'), column('channel'), column('state'), column('reason'), column('at'), giveUpMs / 1_000],
  );
}
