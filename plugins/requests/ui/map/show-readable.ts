import type { BpmnElement, Services } from './bpmn-js.ts';

/** Smaller letters cannot be read: a long procedure is shown around where the request is, or from its beginning, instead of whole. */
const smallest = 0.55;

/** Shows the whole procedure where it can still be read so small, else the part around a step, else its beginning; `aside` leaves room for tools. */
export function showReadable(canvas: Services['canvas'], here?: BpmnElement, aside = 0): void {
  if (canvas.zoom('fit-viewport', 'auto') >= smallest) return;
  const { inner, outer } = canvas.viewbox();
  const [width, height] = [outer.width / smallest, outer.height / smallest];
  canvas.viewbox({ x: inner.x - aside / smallest, y: inner.y - Math.max(0, height - inner.height) / 2, width, height });
  if (here) canvas.scrollToElement(here);
}
