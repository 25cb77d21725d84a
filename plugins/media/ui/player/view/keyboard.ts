import { speeds, type Playback } from './playback.ts';

const step = 5;
const leap = 10;

/** By the key's place, so that an Arabic keyboard does the same. */
const acts: Readonly<Record<string, (player: Playback) => void>> = {
  KeyK: (player) => player.toggle(),
  KeyJ: (player) => player.seekBy(-leap),
  KeyL: (player) => player.seekBy(leap),
  ArrowLeft: (player) => player.seekBy(-step),
  ArrowRight: (player) => player.seekBy(step),
  ArrowUp: (player) => player.setVolume(player.video.volume + 0.1),
  ArrowDown: (player) => player.setVolume(player.video.volume - 0.1),
  Home: (player) => player.seekTo(0),
  End: (player) => player.seekTo(player.span.to),
  KeyM: (player) => player.toggleMute(),
  KeyC: (player) => player.toggleCaptions(),
  KeyA: (player) => player.setSoundOnly(!player.stream.soundOnly),
  KeyT: (player) => player.toggleTheatre(),
  KeyF: (player) => player.toggleFullscreen(),
  KeyI: (player) => player.togglePictureInPicture(),
};

/** Keys of the player, while the focus is in it: single letters elsewhere belong to whoever reads the page aloud (WCAG 2.1.4). */
export function listenToKeys(player: Playback, place: HTMLElement, signal: AbortSignal): void {
  const act = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement;
    if (target instanceof HTMLSelectElement) return;
    const onSlider = target instanceof HTMLInputElement && /^(Arrow|Home|End|Page)/.test(event.code);
    const found = onSlider ? undefined : actOf(event, target);
    if (!found) return;
    event.preventDefault();
    found(player);
  };
  place.addEventListener('keydown', act, { signal });
}

function actOf(event: KeyboardEvent, target: HTMLElement): ((player: Playback) => void) | undefined {
  if (event.code === 'Space') return target instanceof HTMLButtonElement ? undefined : (player) => player.toggle();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  if (digit) return (player) => player.seekTo(player.span.from + ((player.span.to - player.span.from) * Number(digit)) / 10);
  if (event.shiftKey && (event.code === 'Comma' || event.code === 'Period'))
    return (player) => player.setSpeed(nextSpeed(player.video.playbackRate, event.code === 'Period'));
  return acts[event.code];
}

function nextSpeed(now: number, faster: boolean): number {
  const other = faster ? speeds.find((speed) => speed > now) : speeds.findLast((speed) => speed < now);
  return other ?? now;
}
