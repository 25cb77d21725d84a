import type { AdapterLink } from './adapter-link.ts';
import type { PendingTask } from './pending-task.ts';
import type { RowBatch } from './wire.ts';

/** Hands rows of a process to whoever reads the file, one batch of a task at a time. */
export class RowTaker {
  /** Tasks whose rows are being taken: the next batch may come only afterwards. */
  readonly #taking = new Set<number>();

  async take(id: number, task: PendingTask, batch: RowBatch, link: AdapterLink): Promise<void> {
    const { sink } = task.options;
    if (!sink || task.settled) return;
    if (this.#taking.has(id)) return link.kill('flood');
    this.#taking.add(id);
    let failure: { readonly error: unknown } | null = null;
    try {
      await ('rows' in batch ? sink.rows(batch.rows) : sink.rejected(batch.rejected));
    } catch (error) {
      failure = { error };
    }
    this.#taking.delete(id);
    if (!failure) return link.send({ kind: 'taken', id });
    link.send({ kind: 'cancel', id, late: false });
    task.stopped(failure.error);
  }
}
