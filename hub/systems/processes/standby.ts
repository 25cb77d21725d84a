import type { AdapterLink } from './adapter-link.ts';

/**
 * A process that is loaded while the one before it is silent, so that its neighbours need not wait for it once that one is killed. It holds no
 * systems; when the silence ends it was not needed and is ended too.
 */
export class Standby {
  #link: AdapterLink | null = null;
  #ready = false;

  prepare(create: () => AdapterLink): void {
    this.#link ??= create();
  }

  /** The process has loaded its adapter. */
  loaded(link: AdapterLink): void {
    if (link === this.#link) this.#ready = true;
  }

  /** The process has ended by itself. */
  lost(link: AdapterLink): void {
    if (link === this.#link) this.#forget();
  }

  /** Gives the process away, and whether its adapter is loaded; `null` when there is none. */
  take(): { readonly link: AdapterLink; readonly ready: boolean } | null {
    const taken = this.#link && { link: this.#link, ready: this.#ready };
    this.#forget();
    return taken;
  }

  async end(): Promise<void> {
    await this.take()?.link.end();
  }

  #forget(): void {
    this.#link = null;
    this.#ready = false;
  }
}
