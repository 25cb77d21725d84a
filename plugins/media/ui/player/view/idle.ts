const idleMs = 3_000;

/** Takes the controls away while the picture runs and nobody moves; any movement, key or pause brings them back. */
export function hideWhenIdle(place: HTMLElement, video: HTMLVideoElement, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wake = () => {
    place.classList.remove('idle');
    clearTimeout(timer);
    timer = setTimeout(() => {
      const inUse = video.paused || place.querySelector('.panel:not([hidden]), .bar :focus-visible') !== null;
      place.classList.toggle('idle', !inUse);
    }, idleMs);
  };
  for (const type of ['pointermove', 'pointerdown', 'keydown', 'focusin']) place.addEventListener(type, wake, { signal });
  for (const type of ['play', 'pause', 'ended']) video.addEventListener(type, wake, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
}
