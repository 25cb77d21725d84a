import { DrawingProcess, type DrawingLimits } from '@amanah/drawing';
import { AmanahError } from '@amanah/errors';
import type { Log } from '@amanah/plugin-api';
import type { RenderTask } from './render-task.ts';

const usual: DrawingLimits = { deadlineMs: 20_000, waiting: 200, tasksPerProcess: 1_000, idleMs: 60_000 };

/** Draws papers as PDF. `draw` throws DOCUMENTS_NOT_MADE. */
export class Renderer extends DrawingProcess<RenderTask> {
  constructor(log: Log, limits: Partial<DrawingLimits> = {}) {
    super({
      program: new URL('./render-process.ts', import.meta.url),
      log,
      what: 'documents',
      limits: { ...usual, ...limits },
      nameOf: ({ template }) => template,
      refuse: (detail, retryAfterSeconds) =>
        new AmanahError('DOCUMENTS_NOT_MADE', { detail, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) }),
    });
  }
}
