import type { Db, Log } from '@amanah/plugin-api';

const FLUSH_MS = 30_000;

/** Counts visits of cards in memory and adds them to the store now and then; no person is recorded. */
export class CardVisits {
  readonly #db: Db;
  readonly #log: Log;
  readonly #publish: (visits: ReadonlyMap<string, number>) => void;
  #waiting = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(db: Db, log: Log, publish: (visits: ReadonlyMap<string, number>) => void) {
    this.#db = db;
    this.#log = log;
    this.#publish = publish;
  }

  count(code: string): void {
    this.#waiting.set(code, (this.#waiting.get(code) ?? 0) + 1);
  }

  async start(): Promise<void> {
    await this.flush();
    this.#timer = setInterval(
      () => void this.flush().catch((error: unknown) => this.#log.warn({ err: error }, 'visits of cards wait for the store')),
      FLUSH_MS,
    );
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  async flush(): Promise<void> {
    const counted = this.#waiting;
    this.#waiting = new Map();
    try {
      if (counted.size > 0) {
        await this.#db.query(
          `INSERT INTO card_visit (service_code, visits) SELECT * FROM unnest($1::text[], $2::bigint[])
           ON CONFLICT (service_code) DO UPDATE SET visits = card_visit.visits + excluded.visits`,
          [[...counted.keys()], [...counted.values()]],
        );
      }
    } catch (error) {
      for (const [code, visits] of counted) this.#waiting.set(code, (this.#waiting.get(code) ?? 0) + visits);
      throw error;
    }
    const rows = await this.#db.query<{ service_code: string; visits: string }>('SELECT service_code, visits::text FROM card_visit');
    this.#publish(new Map(rows.map((row) => [row.service_code, Number(row.visits)])));
  }
}
