import type { BpmnElement, Services } from './bpmn-js.ts';

/** Where the element is drawn; what is no shape has none. */
interface Bounds {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
}

/** Smaller letters cannot be read: a long procedure is shown around where the request is, or from its beginning, instead of whole. */
const smallest = 0.55;

/** Shows the whole procedure where it can still be read so small, else the part around a step, else its beginning; `aside` leaves room for tools. */
export function showReadable(canvas: Services['canvas'], here?: BpmnElement & Bounds, aside = 0): void {
  if (canvas.zoom('fit-viewport', 'auto') >= smallest) return;
  const { inner, outer } = canvas.viewbox();
  const [width, height] = [outer.width / smallest, outer.height / smallest];
  // Not by `scrollToElement`: right after another move it reads where the browser has drawn before, and the size is lost.
  const start = here
    ? {
        x: within(middle(here.x, here.width) - width / 2, inner.x, inner.width - width),
        y: within(middle(here.y, here.height) - height / 2, inner.y, inner.height - height),
      }
    : { x: inner.x - aside / smallest, y: inner.y - Math.max(0, height - inner.height) / 2 };
  canvas.viewbox({ ...start, width, height });
}

const middle = (start = 0, length = 0) => start + length / 2;
/** As near as it goes without leaving the drawing; one that is smaller than the sheet stands in its middle. */
const within = (wanted: number, start: number, room: number) => (room <= 0 ? start + room / 2 : Math.min(Math.max(wanted, start), start + room));
