import type { Stream } from './stream.ts';

const everyMs = 200;

/** Writes the captions of the moment over the picture, or in its place where there is only sound; in our own letters, above the controls. */
export function showCaptions(stream: Pick<Stream, 'cues'>, place: HTMLElement, signal: AbortSignal): void {
  let shown = '';
  const draw = () => {
    const { cues } = stream;
    const text = cues.map((cue) => cue.text).join('\n');
    if (text === shown) return;
    shown = text;
    place.replaceChildren(
      ...cues.map((cue) => {
        const line = document.createElement('p');
        // Each caption has the direction of what is said in it.
        line.dir = 'auto';
        line.append(cue.getCueAsHTML());
        return line;
      }),
    );
  };
  const timer = setInterval(draw, everyMs);
  signal.addEventListener('abort', () => clearInterval(timer));
}
