import type { Log } from '@amanah/plugin-api';
import type { Intake, IntakeSystem } from './intake/contract.ts';
import type { OpenedSystems } from './opened-systems.ts';
import type { SystemRegistry } from './registry.ts';

/** A system that could not be opened is tried again after this. */
const againMs = 30_000;

interface Sources {
  readonly registry: SystemRegistry;
  readonly opened: OpenedSystems;
  readonly intake: Pick<Intake, 'follow'>;
  readonly log: Log;
}

/** Keeps the folders of all systems of the `files` protocol looked into, as their definitions and contracts stand. */
export class FollowedFolders {
  readonly #sources: Sources;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** To be called when systems have been read again. */
  refresh(): void {
    this.#running = this.#running.then(() => this.#follow());
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #follow(): Promise<void> {
    if (this.#closed) return;
    const { registry, opened, intake, log } = this.#sources;
    const ids = registry.called().flatMap(({ definition: { id, adapter } }) => (adapter === 'files' ? [id] : []));
    const ready: IntakeSystem[] = [];
    for (const systemId of ids) {
      try {
        ready.push({ systemId, contract: (await opened.ensure(systemId)).contract });
      } catch (error) {
        log.info({ system: systemId, err: error }, 'the folder of a connected system cannot be looked into yet');
      }
    }
    if (this.#closed) return;
    intake.follow(ready);
    clearTimeout(this.#timer);
    if (ready.length < ids.length) this.#timer = setTimeout(() => this.refresh(), againMs).unref();
  }
}
