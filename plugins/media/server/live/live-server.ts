import type { Db, Log } from '@amanah/plugin-api';
import type { LiveConfig } from './live-config.ts';
import type { RtmpEntrance } from './ingest/rtmp-entrance.ts';
import type { ViewerCount } from './hls/viewer-count.ts';

const everyMs = 3_000;
/** Longest wait for the process that takes encoders. */
const openingMs = 10_000;

/** What this process tells the others of itself: where it takes encoders, and how many players it answers. */
export class LiveServer {
  readonly #db: Db;
  readonly #id: string;
  readonly #config: LiveConfig;
  readonly #host: string;
  readonly #viewers: ViewerCount;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  entrance: RtmpEntrance | undefined;

  constructor(parts: {
    readonly db: Db;
    readonly id: string;
    readonly config: LiveConfig;
    readonly publicUrl: URL;
    readonly viewers: ViewerCount;
    readonly log: Log;
  }) {
    this.#db = parts.db;
    this.#id = parts.id;
    this.#config = parts.config;
    this.#host = parts.config.rtmp.publicHost ?? parts.publicUrl.hostname;
    this.#viewers = parts.viewers;
    this.#log = parts.log;
  }

  start(): void {
    void this.#tell();
    this.#timer = setInterval(() => void this.#tell(), everyMs).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.entrance?.close();
    await this.#db.query(`UPDATE live_server SET seen_at = now() - interval '1 minute' WHERE id = $1`, [this.#id]).catch(() => []);
  }

  /** Address for encoders, without the key; `null`: no process takes them. */
  async address(): Promise<string | null> {
    const port = this.entrance?.port ?? (await this.#portOfOthers());
    return port === null ? null : `rtmp://${this.#host}:${port}/live`;
  }

  /** The same, once encoders are taken: that begins when a broadcast is planned. */
  async openAddress(): Promise<string | null> {
    if (!this.#config.rtmp.enabled) return null;
    await this.#open();
    const until = Date.now() + openingMs;
    for (;;) {
      const address = await this.address();
      if (address !== null || Date.now() > until) return address;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async #open(): Promise<void> {
    if (!this.entrance || this.entrance.isOpen) return;
    const [row] = await this.#db.query<{ rtmp_port: number }>('SELECT rtmp_port FROM live_server WHERE rtmp_port IS NOT NULL ORDER BY seen_at DESC LIMIT 1');
    if (!this.entrance.isOpen) this.entrance.open(row?.rtmp_port ?? null);
  }

  /** Encoders are taken as long as a broadcast is planned or runs: else nothing listens. */
  async #openOrClose(): Promise<void> {
    if (!this.#config.rtmp.enabled) return;
    const [wanted] = await this.#db.query('SELECT 1 FROM broadcast WHERE key_hash IS NOT NULL LIMIT 1');
    if (wanted) await this.#open();
    else if (this.entrance?.isOpen) this.entrance.close();
  }

  async #portOfOthers(): Promise<number | null> {
    const [row] = await this.#db.query<{ rtmp_port: number }>(
      `SELECT rtmp_port FROM live_server WHERE rtmp_port IS NOT NULL AND seen_at > now() - interval '15 seconds' ORDER BY seen_at DESC LIMIT 1`,
    );
    return row?.rtmp_port ?? null;
  }

  async #tell(): Promise<void> {
    try {
      await this.#openOrClose();
      await this.#db.query(
        `INSERT INTO live_server (id, rtmp_port, seen_at) VALUES ($1, $2, now()) ON CONFLICT (id) DO UPDATE SET rtmp_port = COALESCE($2, live_server.rtmp_port), seen_at = now()`,
        [this.#id, this.entrance?.port ?? null],
      );
      await this.#viewers.tell(this.#db, this.#id);
      await this.#db.query(`DELETE FROM live_server WHERE seen_at < now() - interval '7 days'`);
    } catch (error) {
      this.#log.debug({ err: error }, 'this process could not say that it is there');
    }
  }
}
