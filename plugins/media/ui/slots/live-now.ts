import type { ProgrammeList } from '../../shared/programme.ts';
import { asked, make, type SlotProps } from './slot-element.ts';
import { pageLanguage, slotWords } from './slot-words.ts';

/** Slot `home.live`: what is broadcast now, each with a way to it; nothing otherwise. */
export const liveNow = {
  async mount({ domElement }: SlotProps): Promise<void> {
    const answer = await asked<Pick<ProgrammeList, 'programmes'>>('on-air');
    const running = answer?.programmes.filter(({ state }) => state === 'live') ?? [];
    if (running.length === 0) return;
    const [words, language] = [slotWords(), pageLanguage()];
    domElement.append(
      make(
        'section',
        { className: 'me-live-now', ariaLabel: words.liveNow },
        ...running.map(({ to, title, kind, poster }) => {
          const picture = poster ? [make('img', { src: poster, alt: '', decoding: 'async' })] : [];
          const say = make(
            'span',
            { className: 'me-live-now__words' },
            make('span', { className: 'me-badge me-badge--live' }, words.liveNow),
            make('b', {}, title[language]),
          );
          return make('a', { href: to }, ...picture, say, make('span', { className: 'am-button' }, kind === 'audio' ? words.listen : words.watch));
        }),
      ),
    );
  },
  async unmount({ domElement }: SlotProps): Promise<void> {
    domElement.replaceChildren();
  },
};
