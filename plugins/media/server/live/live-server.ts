import type { Db, Log } from '@amanah/plugin-api';
import { addressOf, encoderAddress, waitForAddress } from './encoder-address.ts';
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
  readonly #publicUrl: URL;
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
    this.#publicUrl = parts.publicUrl;
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
    await this.#db.query(`UPDATE live_server SET rtmp_port = NULL WHERE id = $1`, [this.#id]).catch(() => []);
  }

  /** Address for encoders, without the key; `null`: no process takes them. */
  async address(): Promise<string | null> {
    const port = this.entrance?.port ?? null;
    return port === null ? addressOf(this.#db, this.#config, this.#publicUrl) : encoderAddress(this.#config, this.#publicUrl, port);
  }

  /** The same, once encoders are taken: that begins when a broadcast is planned. */
  async openAddress(): Promise<string | null> {
    if (!this.#config.rtmp.enabled) return null;
    await this.#open();
    return waitForAddress(() => this.address(), openingMs);
  }

  async #open(): Promise<void> {
    if (!this.entrance || this.entrance.isOpen) return;
    const [row] = await this.#db.query<{ last_port: number }>('SELECT last_port FROM live_server WHERE last_port IS NOT NULL ORDER BY seen_at DESC LIMIT 1');
    if (!this.entrance.isOpen) this.entrance.open(row?.last_port ?? null);
  }

  /** Encoders are taken as long as a broadcast is planned or runs: else nothing listens. */
  async #openOrClose(): Promise<void> {
    if (!this.#config.rtmp.enabled) return;
    const [wanted] = await this.#db.query('SELECT 1 FROM broadcast WHERE key_hash IS NOT NULL LIMIT 1');
    if (wanted) await this.#open();
    else if (this.entrance?.isOpen) this.entrance.close();
  }

  async #tell(): Promise<void> {
    try {
      await this.#openOrClose();
      await this.#db.query(
        `INSERT INTO live_server (id, rtmp_port, last_port, seen_at) VALUES ($1, $2, $2, now())
         ON CONFLICT (id) DO UPDATE SET rtmp_port = $2, last_port = COALESCE($2, live_server.last_port), seen_at = now()`,
        [this.#id, this.entrance?.port ?? null],
      );
      await this.#viewers.tell(this.#db, this.#id);
      await this.#db.query(`DELETE FROM live_server WHERE seen_at < now() - interval '7 days'`);
    } catch (error) {
      this.#log.debug({ err: error }, 'this process could not say that it is there');
    }
  }
}
