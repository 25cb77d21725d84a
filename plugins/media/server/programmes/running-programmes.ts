import type { Log } from '@amanah/plugin-api';
import type { Programme } from './programme-row.ts';
import type { Programmes } from './programmes.ts';

const everyMs = 3_000;

/** The programmes that run now, kept in memory for pages that must answer at once. */
export class RunningProgrammes {
  readonly #programmes: Pick<Programmes, 'live'>;
  readonly #log: Log;
  #list: readonly Programme[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(programmes: Pick<Programmes, 'live'>, log: Log) {
    this.#programmes = programmes;
    this.#log = log;
  }

  readonly list = (): readonly Programme[] => this.#list;

  start(): void {
    this.#timer = setInterval(() => void this.refresh(), everyMs).unref();
    void this.refresh();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Reads them again at once; the store's own trouble leaves the list as it was. */
  async refresh(): Promise<void> {
    try {
      this.#list = await this.#programmes.live();
    } catch (error) {
      this.#log.debug({ err: error }, 'running programmes could not be read');
    }
  }
}
