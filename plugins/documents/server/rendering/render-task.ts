import type { Envelope } from '../envelope.ts';

/** One paper to be drawn. */
export interface RenderTask {
  /** `/requests/documents/receipt.typ`, from the folder of plugins. */
  readonly template: string;
  readonly envelope: Envelope;
  /** Unix seconds that stand in the PDF as its making: the same paper drawn again is the same bytes. */
  readonly madeAt: number;
}
