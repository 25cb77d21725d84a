import type { Queryable } from '@amanah/plugin-api';
import { calmSettings, notificationSettings, withSecurity, type Category, type NotificationSettings } from '../shared/settings.ts';

/** How persons want to be told; who has said nothing gets the calm default. */
export class Preferences {
  readonly #db: Queryable;

  constructor(db: Queryable) {
    this.#db = db;
  }

  async of(personId: string): Promise<NotificationSettings> {
    return (await this.ofAll([personId])).get(personId) ?? calmSettings;
  }

  async ofAll(personIds: readonly string[]): Promise<ReadonlyMap<string, NotificationSettings>> {
    const rows = await this.#db.query<{ person_id: string; settings: unknown }>('SELECT person_id, settings FROM preference WHERE person_id = ANY($1)', [
      personIds,
    ]);
    const kept = new Map(rows.map((row) => [row.person_id, row.settings]));
    return new Map(personIds.map((id) => [id, settingsFrom(kept.get(id))]));
  }

  async save(personId: string, settings: NotificationSettings): Promise<void> {
    await this.#db.query(
      `INSERT INTO preference (person_id, settings) VALUES ($1, $2)
       ON CONFLICT (person_id) DO UPDATE SET settings = excluded.settings, changed_at = now()`,
      [personId, JSON.stringify(withSecurity(settings))],
    );
  }

  /** Ends the mails of a category, or of all that come once a day. Those about security stay. */
  async stopMail(personId: string, what: Category | 'daily'): Promise<void> {
    const settings = await this.of(personId);
    const stopped = Object.entries(settings.choices).map(([category, choice]) => {
      const meant = what === 'daily' ? choice.mail === 'daily' : category === what;
      return [category, meant ? { ...choice, mail: 'off' } : choice];
    });
    await this.save(personId, { ...settings, choices: Object.fromEntries(stopped) as NotificationSettings['choices'] });
  }
}

/** What was kept by an earlier release may lack a category: the default stands for it. */
function settingsFrom(kept: unknown): NotificationSettings {
  const given = kept as Partial<NotificationSettings> | undefined;
  const whole = notificationSettings.safeParse({ ...calmSettings, ...given, choices: { ...calmSettings.choices, ...given?.choices } });
  return withSecurity(whole.success ? whole.data : calmSettings);
}
