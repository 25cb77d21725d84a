import { AmanahError } from '@amanah/errors';
import type { Bilingual, Db, Queryable } from '@amanah/plugin-api';
import type { NewsEvents } from '../../contract.ts';
import { emptyContent, type NewsContent, type NewsState } from '../../shared/news.ts';
import { happeningOf, newsPath } from './happening.ts';
import { addStep, picturesOf, publishedOf, rowOf, type Doer, type NewsRow, type PublishedRow, type StepAction } from './news-rows.ts';
import { slugOf } from './slug.ts';
import { unfinished } from './unfinished.ts';

type Person = NonNullable<Doer>;

export interface Desk {
  readonly db: Db;
  readonly events: {
    emit<Type extends keyof NewsEvents>(tx: Queryable, event: { type: Type; subject: string; data: NewsEvents[Type] }): Promise<void>;
  };
  readonly now: () => Date;
}

/** Which text somebody means: another one written meanwhile is not it. */
export interface Meant {
  readonly id: string;
  readonly version: number;
}

const open: readonly NewsState[] = ['draft', 'waiting', 'approved', 'published', 'withdrawn'];

/**
 * The way of an item: draft → waiting → approved → published → withdrawn. Whoever wrote at a text never approves it, and each edit begins anew at the draft
 * while readers go on seeing what was approved. One transaction a step, with the event that tells of it. Who may do what is asked before.
 */
export class NewsDesk {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** @returns the new item's id */
  async begin(unit: string, by: Person): Promise<string> {
    return this.#desk.db.transaction(async (tx) => {
      const [row] = await tx.query<{ id: string }>(
        'INSERT INTO news (unit, content, writers, written_by, written_at, changed_at) VALUES ($1, $2, $3, $4, $5, $5) RETURNING id',
        [unit, JSON.stringify(emptyContent(unit)), [by.id], by.id, this.#desk.now()],
      );
      await addStep(tx, row!.id, by, 'begun', 1);
      return row!.id;
    });
  }

  /** @throws SOCIAL_NEWS_UNKNOWN, SOCIAL_NEWS_CHANGED, SOCIAL_PICTURE_UNKNOWN */
  async write(meant: Meant, content: NewsContent, by: Person): Promise<void> {
    await this.#step(meant, open, async (tx, row) => {
      await assertPictures(tx, row.id, content);
      const writers = [...new Set([...row.writers, by.id])];
      await tx.query(
        `UPDATE news SET state = 'draft', content = $2, unit = $3, writers = $4, changed_at = $5, version = version + 1, sent_at = NULL,
           approved_by = NULL, approved_at = NULL, publish_at = NULL WHERE id = $1`,
        [row.id, JSON.stringify(content), content.unit, writers, this.#desk.now()],
      );
      // Saving again and again is one act of writing.
      const [last] = await tx.query<{ action: StepAction; person_id: string | null }>(
        'SELECT action, person_id FROM news_step WHERE news = $1 ORDER BY id DESC LIMIT 1',
        [row.id],
      );
      if (last?.action !== 'written' || last.person_id !== by.id) await addStep(tx, row.id, by, 'written', row.version + 1);
    });
  }

  /** To whoever approves. @throws SOCIAL_NEWS_INCOMPLETE */
  async send(meant: Meant, by: Person): Promise<void> {
    await this.#step(meant, ['draft'], async (tx, row) => {
      const missing = unfinished(row.content);
      if (missing.length > 0)
        throw new AmanahError('SOCIAL_NEWS_INCOMPLETE', { fields: missing.map((path) => ({ path, message: 'required' })), detail: missing.join(', ') });
      await this.#move(tx, row, { state: 'waiting', set: 'sent_at = $4', value: this.#desk.now() });
      await addStep(tx, row.id, by, 'sent', row.version + 1);
    });
  }

  /** Back to the writers, with words. */
  async giveBack(meant: Meant, words: string, by: Person): Promise<void> {
    await this.#step(meant, ['waiting', 'approved'], async (tx, row) => {
      await this.#move(tx, row, { state: 'draft', set: 'approved_by = NULL, approved_at = NULL, publish_at = $4', value: null });
      await addStep(tx, row.id, by, 'returned', row.version + 1, words);
    });
  }

  /** Out at once, or at a moment (`null`: at once). @throws SOCIAL_FOUR_EYES for whoever wrote at it */
  async approve(meant: Meant, publishAt: Date | null, by: Person): Promise<void> {
    await this.#step(meant, ['waiting'], async (tx, row) => {
      if (row.writers.includes(by.id)) throw new AmanahError('SOCIAL_FOUR_EYES');
      const now = this.#desk.now();
      await tx.query(
        `UPDATE news SET state = 'approved', approved_by = $2, approved_at = $3, publish_at = $4, version = version + 1, changed_at = $3 WHERE id = $1`,
        [row.id, by.id, now, publishAt ?? now],
      );
      await addStep(tx, row.id, by, 'approved', row.version + 1);
      if (publishAt === null || publishAt <= now) await this.#putOut(tx, row, by);
    });
  }

  /** An approved item that waits for its moment comes out now. */
  async publishNow(meant: Meant, by: Person): Promise<void> {
    await this.#step(meant, ['approved'], async (tx, row) => this.#putOut(tx, row, by));
  }

  /** Whatever was approved for a moment that has come. @returns how many came out */
  async publishDue(): Promise<number> {
    const due = await this.#desk.db.query<{ id: string }>(`SELECT id FROM news WHERE state = 'approved' AND publish_at <= $1 ORDER BY publish_at LIMIT 50`, [
      this.#desk.now(),
    ]);
    let out = 0;
    for (const { id } of due) {
      out += await this.#desk.db.transaction(async (tx) => {
        const row = await rowOf(tx, id, { lock: true });
        if (row?.state !== 'approved' || !row.publish_at || row.publish_at > this.#desk.now()) return 0;
        await this.#putOut(tx, row, null);
        return 1;
      });
    }
    return out;
  }

  /** Readers no longer see it, but why it is gone. @throws SOCIAL_NEWS_STATE when it is not out */
  async withdraw(meant: Meant, reason: Bilingual, by: Person): Promise<void> {
    await this.#step(meant, open, async (tx, row) => {
      const published = await publishedOf(tx, row.id);
      if (!published || published.withdrawn) throw new AmanahError('SOCIAL_NEWS_STATE');
      const now = this.#desk.now();
      await tx.query('UPDATE news_published SET withdrawn = true, changed_at = $2 WHERE news = $1', [row.id, now]);
      await tx.query(
        `UPDATE news SET state = 'withdrawn', withdrawn_at = $2, withdrawn_because = $3, publish_at = NULL, version = version + 1, changed_at = $2 WHERE id = $1`,
        [row.id, now, JSON.stringify(reason)],
      );
      await addStep(tx, row.id, by, 'withdrawn', row.version + 1, `${reason.ar}\n${reason.en}`);
      const { slug, audience } = published;
      await this.#desk.events.emit(tx, { type: 'news.withdrawn', subject: row.id, data: { id: row.id, path: newsPath(slug), audience, reason } });
    });
  }

  async #step(meant: Meant, from: readonly NewsState[], work: (tx: Queryable, row: NewsRow) => Promise<void>): Promise<void> {
    await this.#desk.db.transaction(async (tx) => {
      const row = await rowOf(tx, meant.id, { lock: true });
      if (!row) throw new AmanahError('SOCIAL_NEWS_UNKNOWN');
      if (row.version !== meant.version) throw new AmanahError('SOCIAL_NEWS_CHANGED');
      if (!from.includes(row.state)) throw new AmanahError('SOCIAL_NEWS_STATE');
      await work(tx, row);
    });
  }

  async #move(tx: Queryable, row: NewsRow, { state, set, value }: { state: NewsState; set: string; value: unknown }): Promise<void> {
    await tx.query(`UPDATE news SET state = $2, changed_at = $3, version = version + 1, ${set} WHERE id = $1`, [row.id, state, this.#desk.now(), value]);
  }

  /** The approved text takes the place of the one that readers see. */
  async #putOut(tx: Queryable, row: NewsRow, by: Doer): Promise<void> {
    const now = this.#desk.now();
    const { audience, units, unit, title } = row.content;
    const before = await publishedOf(tx, row.id);
    const isNew = !before || before.withdrawn;
    const [published] = await tx.query<PublishedRow>(
      `INSERT INTO news_published (news, slug, unit, audience, units, content, demo, published_at, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
       ON CONFLICT (news) DO UPDATE SET edition = news_published.edition + 1, unit = $3, audience = $4, units = $5, content = $6, changed_at = $8,
         published_at = CASE WHEN news_published.withdrawn THEN $8 ELSE news_published.published_at END, withdrawn = false
       RETURNING *`,
      [row.id, before?.slug ?? slugOf(title.en, row.id), unit, audience, units, JSON.stringify(row.content), row.demo, now],
    );
    await tx.query(
      `UPDATE news SET state = 'published', writers = '{}', publish_at = NULL, withdrawn_at = NULL, withdrawn_because = NULL, changed_at = $2,
         version = version + 1 WHERE id = $1`,
      [row.id, now],
    );
    await addStep(tx, row.id, by, 'published', row.version + 1);
    await this.#desk.events.emit(tx, { type: isNew ? 'news.published' : 'news.changed', subject: row.id, data: happeningOf(published!) });
  }
}

/** Pictures in a text are the item's own, looked up while the item is held: none of them is removed meanwhile. @throws SOCIAL_PICTURE_UNKNOWN */
async function assertPictures(tx: Queryable, id: string, { picture, body }: NewsContent): Promise<void> {
  const named = [...body.ar.content, ...body.en.content].flatMap((block) => (block.type === 'picture' ? [block.attrs.picture] : []));
  const wanted = new Set([...named, ...(picture ? [picture.id] : [])]);
  if (wanted.size === 0) return;
  const own = new Set((await picturesOf(tx, id)).map((one) => one.id));
  if ([...wanted].some((one) => !own.has(one))) throw new AmanahError('SOCIAL_PICTURE_UNKNOWN');
}
