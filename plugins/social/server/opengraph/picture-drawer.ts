import { DrawingProcess } from '@amanah/drawing';
import { AmanahError } from '@amanah/errors';
import type { Log } from '@amanah/plugin-api';
import type { PictureWords } from './picture-words.ts';

const limits = { deadlineMs: 15_000, waiting: 60, tasksPerProcess: 500, idleMs: 30_000 } as const;

/** Draws pictures of pages, PNG of 1200 × 630. `draw` throws HTTP_UNAVAILABLE when one cannot be drawn now. */
export class PictureDrawer extends DrawingProcess<PictureWords> {
  constructor(log: Log) {
    super({
      program: new URL('./draw-process.ts', import.meta.url),
      log,
      what: 'pictures of pages',
      limits,
      nameOf: ({ title }) => title,
      refuse: (detail) => new AmanahError('HTTP_UNAVAILABLE', { detail, retryAfterSeconds: 10 }),
    });
  }
}
