import { iconButton, make } from './element.ts';
import { icon } from './icons.ts';
import { speeds, type Playback } from './playback.ts';
import type { Words } from './words.ts';

export interface SettingsPanel {
  readonly button: HTMLButtonElement;
  readonly panel: HTMLElement;
  update(): void;
  close(): void;
}

let made = 0;

/** Captions, speed, quality, sound only, picture in picture, and which keys do what. */
export function settingsPanel(player: Playback, words: Words): SettingsPanel {
  const captions = choice(words.captions, (value) => (player.stream.caption = value));
  const speed = choice(words.speed, (value) => player.setSpeed(value));
  const quality = choice(words.quality, (value) => (player.stream.height = value));
  const sound = make('button', { type: 'button', onclick: () => player.setSoundOnly(!player.stream.soundOnly) });
  const pip = make('button', { type: 'button', onclick: () => player.togglePictureInPicture() }, icon('pip'), words.pip);
  const keys = make('details', {}, make('summary', {}, words.shortcuts), make('p', {}, words.keys));
  const panel = make(
    'div',
    { className: 'panel', hidden: true, id: `amanah-player-${++made}`, role: 'group', ariaLabel: words.settings },
    captions.row,
    speed.row,
    quality.row,
    sound,
    pip,
    keys,
  );
  const close = (back = false) => {
    panel.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    if (back) button.focus();
  };
  const button = iconButton('settings', words.settings, () => {
    if (!panel.hidden) return close();
    panel.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    update();
    panel.querySelector<HTMLElement>('select, button')?.focus();
  });
  button.setAttribute('aria-expanded', 'false');
  button.setAttribute('aria-controls', panel.id);
  panel.addEventListener('keydown', (event) => event.key === 'Escape' && (event.stopPropagation(), close(true)));
  panel.addEventListener('focusout', ({ relatedTarget }) => relatedTarget && relatedTarget !== button && !panel.contains(relatedTarget as Node) && close());

  const update = () => {
    const { stream, video } = player;
    captions.set([[-1, words.captionsOff], ...stream.captions.map(({ name }, index): [number, string] => [index, name])], stream.caption);
    captions.row.hidden = stream.captions.length === 0;
    speed.set(
      speeds.map((value) => [value, value === 1 ? words.normal : `${value}×`]),
      video.playbackRate,
    );
    quality.set([[-1, words.automatic], ...stream.heights.map((height, index): [number, string] => [index, `${height}p`]).toReversed()], quality.value);
    quality.row.hidden = stream.heights.length < 2;
    sound.replaceChildren(icon('headphones'), stream.soundOnly ? words.picture : words.soundOnly);
    sound.hidden = player.host.getAttribute('kind') === 'audio';
    pip.hidden = !document.pictureInPictureEnabled || stream.soundOnly || sound.hidden;
  };
  return { button, panel, update, close };
}

function choice(label: string, chosen: (value: number) => void) {
  const select = make('select', { onchange: () => chosen(Number(select.value)) });
  const row = make('label', {}, make('span', {}, label), select);
  let options = '';
  return {
    row,
    get value() {
      return select.value === '' ? -1 : Number(select.value);
    },
    set(list: readonly (readonly [number, string])[], value: number) {
      const now = JSON.stringify(list);
      if (now !== options) select.replaceChildren(...list.map(([at, text]) => make('option', { value: String(at) }, text)));
      options = now;
      select.value = String(value);
    },
  };
}
