import type { OnAir, RadioOnAir } from '../../shared/on-air.ts';
import type { Moment } from '../player/view/played-programme.ts';
import { make } from './slot-element.ts';
import { pageLanguage, slotWords } from './slot-words.ts';

/** The home page loads no styles of the plugin for what is mostly not there. */
const css = `
.me-live-now {
  display: grid;
  gap: var(--space-3);
}
.me-live-now > :is(a, div) {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: var(--space-4);
  padding: var(--space-3);
  border: 1px solid var(--line);
  border-radius: var(--radius-md);
  background: var(--surface-card);
  box-shadow: var(--elev-1);
  color: var(--text-strong);
  text-decoration: none;
}
.me-live-now > a:hover {
  border-color: var(--line-brand);
}
.me-live-now img {
  inline-size: 128px;
  aspect-ratio: 16 / 9;
  object-fit: cover;
  border-radius: var(--radius);
}
.me-live-now__words {
  display: grid;
  flex: 1 1 200px;
  gap: var(--space-1);
  justify-items: start;
}
.me-live-now .me-badge {
  padding: 1px 10px;
  border-radius: var(--radius-sm);
  background: var(--red-700);
  color: #fff;
  font-size: var(--type-caption);
  font-weight: var(--weight-semibold);
}
`;

/** Each broadcast that runs now, with a way to it; each radio, turned on by one tap. */
export function showLive(place: HTMLElement, running: OnAir['programmes'], radios: OnAir['radios']): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
  const [words, language] = [slotWords(), pageLanguage()];
  place.append(
    make(
      'section',
      { className: 'me-live-now', ariaLabel: words.liveNow },
      ...running.map(({ to, title, kind, poster }) => {
        const picture = poster ? [make('img', { src: poster, alt: '', decoding: 'async' })] : [];
        const said = make('span', { className: 'me-live-now__words' }, make('span', { className: 'me-badge' }, words.liveNow), make('b', {}, title[language]));
        return make('a', { href: to }, ...picture, said, make('span', { className: 'am-button' }, kind === 'audio' ? words.listen : words.watch));
      }),
      ...radios.map((radio) => radioCard(radio, words, language)),
    ),
  );
}

function radioCard({ slug, title, to, poster, heard }: RadioOnAir, words: ReturnType<typeof slotWords>, language: 'ar' | 'en'): HTMLElement {
  const picture = poster ? [make('img', { src: poster, alt: '', decoding: 'async' })] : [];
  const name = make('a', { href: to }, title[language]);
  const said = make('span', { className: 'me-live-now__words' }, make('span', { className: 'me-badge' }, words.onAir), make('b', {}, name), heard[language]);
  const listen = make('button', { type: 'button', className: 'am-button' }, words.listenRadio);
  listen.addEventListener('click', () => {
    const detail: Moment = { programme: '', channel: slug, title: title[language], to, at: 0, playing: true };
    dispatchEvent(new CustomEvent('amanah:listen', { detail }));
  });
  return make('div', {}, ...picture, said, listen);
}
