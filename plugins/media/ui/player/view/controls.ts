import { iconButton, make, setIconButton } from './element.ts';
import type { Playback } from './playback.ts';
import { seekPreview } from './seek-preview.ts';
import { settingsPanel } from './settings-panel.ts';
import { clock, type Words } from './words.ts';

export interface Controls {
  /** Always from left to right, as time runs in every player; what it says is in the page's language. */
  readonly bar: HTMLElement;
  readonly panel: HTMLElement;
  update(): void;
}

/** The bar of controls below the picture. `narrow`: of the audio bar, without what is for pictures. */
export function controls(player: Playback, words: Words, { narrow, signal }: { readonly narrow: boolean; readonly signal: AbortSignal }): Controls {
  const { video, stream } = player;
  const play = iconButton('play', words.play, () => player.toggle());
  const mute = iconButton('sound', words.mute, () => player.toggleMute(), 'wide');
  const volume = make('input', { type: 'range', min: '0', max: '1', step: '0.05', className: 'volume wide', ariaLabel: words.volume });
  volume.addEventListener('input', () => player.setVolume(Number(volume.value)));
  const seek = make('input', { type: 'range', min: '0', max: '0', step: '0.1', className: 'seek', ariaLabel: words.seek });
  seek.addEventListener('input', () => player.seekTo(Number(seek.value)));
  const time = make('span', { className: 'time' });
  const live = make('button', { type: 'button', className: 'live', hidden: true, onclick: () => player.goLive() });
  const captions = iconButton('captions', words.captions, () => player.toggleCaptions());
  const sound = iconButton('headphones', words.soundOnly, () => player.setSoundOnly(!stream.soundOnly), 'wide');
  const pip = iconButton('pip', words.pip, () => player.togglePictureInPicture(), 'wide');
  const theatre = iconButton('theatre', words.theatre, () => player.toggleTheatre(), 'wide theatre-button');
  const full = iconButton('full', words.fullscreen, () => player.toggleFullscreen());
  const settings = settingsPanel(player, words);
  const row = narrow
    ? [play, time, seek, live, mute]
    : [play, mute, volume, time, live, make('span', { className: 'space' }), captions, sound, settings.button, pip, theatre, full];
  const bar = make(
    'div',
    { className: narrow ? 'bar narrow' : 'bar', dir: 'ltr' },
    ...(narrow ? [] : [seekPreview(seek, player, stream.address, signal), seek]),
    make('div', { className: 'row' }, ...row),
  );

  const update = () => {
    const { from, to } = player.span;
    const at = video.currentTime;
    setIconButton(play, video.paused ? 'play' : 'pause', video.paused ? words.play : words.pause);
    setIconButton(mute, video.muted ? 'muted' : 'sound', video.muted ? words.unmute : words.mute);
    volume.value = String(video.muted ? 0 : video.volume);
    volume.style.setProperty('--done', `${Number(volume.value) * 100}%`);
    seek.min = String(from);
    seek.max = String(to);
    seek.value = String(at);
    seek.style.setProperty('--done', `${to > from ? Math.min(100, ((at - from) / (to - from)) * 100) : 0}%`);
    seek.ariaValueText = words.position.replace('{at}', clock(at)).replace('{length}', clock(to));
    time.textContent = stream.isLive ? (player.atEdge ? '' : `-${clock(to - at)}`) : `${clock(at)} / ${clock(to)}`;
    live.hidden = !stream.isLive;
    live.classList.toggle('edge', player.atEdge);
    const said = player.atEdge ? words.isLive : words.goLive;
    if (live.textContent !== said) live.textContent = said;
    captions.hidden = stream.captions.length === 0;
    captions.setAttribute('aria-pressed', String(stream.caption >= 0));
    const isAudio = player.host.getAttribute('kind') === 'audio';
    sound.hidden = isAudio;
    sound.setAttribute('aria-pressed', String(stream.soundOnly));
    pip.hidden = isAudio || stream.soundOnly || !document.pictureInPictureEnabled;
    theatre.hidden = isAudio;
    theatre.setAttribute('aria-pressed', String(player.host.hasAttribute('theatre')));
    full.hidden = isAudio;
    const isFull = document.fullscreenElement === player.host;
    setIconButton(full, isFull ? 'small' : 'full', isFull ? words.leaveFullscreen : words.fullscreen);
    if (!settings.panel.hidden) settings.update();
  };
  const told = ['play', 'pause', 'timeupdate', 'durationchange', 'volumechange', 'ratechange', 'progress', 'ended', 'seeked', 'loadedmetadata'];
  for (const type of told) video.addEventListener(type, update, { signal });
  document.addEventListener('fullscreenchange', update, { signal });
  document.addEventListener('pointerdown', (event) => event.composedPath().includes(player.host) || settings.close(), { signal });
  return { bar, panel: settings.panel, update };
}
