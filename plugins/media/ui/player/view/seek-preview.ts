import { make } from './element.ts';
import type { Playback } from './playback.ts';
import { readSprites, type SpriteCue } from './sprite-cues.ts';
import { clock } from './words.ts';

/** Over the time line, where the pointer is: its moment, and the small picture of it where the programme has such. The track is fetched when the pointer first comes. */
export function seekPreview(seek: HTMLInputElement, player: Playback, address: string, signal: AbortSignal): HTMLElement {
  const picture = make('span', { className: 'preview-picture', hidden: true });
  const time = make('span', { className: 'preview-time' });
  const preview = make('div', { className: 'preview', hidden: true, ariaHidden: 'true' }, picture, time);
  const track = new URL(address.replace(/master\.m3u8/, 'sprites.vtt'), location.href);
  let cues: Promise<readonly SpriteCue[]> | undefined;
  const show = async (clientX: number) => {
    const { left, width } = seek.getBoundingClientRect();
    const { from, to } = player.span;
    if (width === 0 || to <= from) return;
    const share = Math.min(1, Math.max(0, (clientX - left) / width));
    const at = from + share * (to - from);
    time.textContent = player.stream.isLive ? `-${clock(to - at)}` : clock(at);
    preview.hidden = false;
    preview.style.setProperty('--at', String(share));
    cues ??= player.stream.isLive ? Promise.resolve([]) : fetchCues(track);
    const cue = (await cues).find((one) => one.from <= at && at < one.to);
    picture.hidden = !cue;
    if (!cue) return;
    picture.style.inlineSize = `${cue.width}px`;
    picture.style.blockSize = `${cue.height}px`;
    picture.style.backgroundImage = `url("${new URL(cue.sheet, track).href}")`;
    picture.style.backgroundPosition = `-${cue.x}px -${cue.y}px`;
  };
  const hide = () => (preview.hidden = true);
  seek.addEventListener('pointermove', ({ clientX }) => void show(clientX), { signal });
  for (const type of ['pointerleave', 'pointercancel', 'blur']) seek.addEventListener(type, hide, { signal });
  return preview;
}

/** Broadcasts and programmes of sound alone have none. */
async function fetchCues(track: URL): Promise<readonly SpriteCue[]> {
  const answer = await fetch(track).catch(() => null);
  return answer?.ok ? readSprites(await answer.text()) : [];
}
