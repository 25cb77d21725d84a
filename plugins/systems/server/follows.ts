import type { Db, Locale, SystemInfo } from '@amanah/plugin-api';
import type { NotificationService } from '../../notifications/contract.ts';

/** Whether people can go on. */
function isBack({ state, needsReview }: SystemInfo): boolean {
  return (state === 'up' || state === 'slow') && !needsReview;
}

/** Who waits for which system, until it is back. */
export class Follows {
  readonly #db: Db;

  readonly #words: (name: string, language: Locale) => string;

  /** `words`: what is said of a system that is back. */
  constructor(db: Db, words: (name: string, language: Locale) => string) {
    this.#db = db;
    this.#words = words;
  }

  /** `to`: the page to which the person is led when told. */
  async add(systemId: string, personId: string, to: string): Promise<void> {
    await this.#db.query('INSERT INTO follow (system_id, person_id, target) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [systemId, personId, to]);
  }

  async of(personId: string): Promise<ReadonlySet<string>> {
    const rows = await this.#db.query<{ system_id: string }>('SELECT system_id FROM follow WHERE person_id = $1', [personId]);
    return new Set(rows.map((row) => row.system_id));
  }

  /** Tells everyone who waits for a system that works again; forgotten only after they were told. */
  async tell(systems: readonly SystemInfo[], notify: () => NotificationService): Promise<void> {
    const back = systems.filter(isBack);
    const rows = await this.#db.query<{ system_id: string; person_id: string; since: Date | string; target: string }>(
      'SELECT system_id, person_id, since, target FROM follow WHERE system_id = ANY($1)',
      [back.map(({ id }) => id)],
    );
    for (const { system_id: id, person_id: person, since, target } of rows) {
      const { title } = back.find((system) => system.id === id)!;
      await notify().send([person], {
        key: `systems/back/${id}/${new Date(since).getTime()}`,
        title: { ar: this.#words(title.ar, 'ar'), en: this.#words(title.en, 'en') },
        to: target,
      });
      // The database counts in microseconds, a Date in milliseconds.
      await this.#db.query(`DELETE FROM follow WHERE system_id = $1 AND person_id = $2 AND date_trunc('milliseconds', since) = $3`, [id, person, since]);
    }
  }
}
