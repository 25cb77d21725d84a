import type { ProgrammeList, ProgrammePage } from '../../shared/programme.ts';
import { asked, loadPlayer, make, type SlotProps } from './slot-element.ts';
import { pageLanguage, slotWords } from './slot-words.ts';

/** Newest programmes of a service among which its guide is looked for. */
const looked = 12;

/** The guide of a service is about few others and is seen rather than heard; of several the newest. */
function guideAmong(programmes: ProgrammeList['programmes']): ProgrammeList['programmes'][number] | undefined {
  return programmes.toSorted((one, other) => one.services.length - other.services.length || Number(one.kind === 'audio') - Number(other.kind === 'audio'))[0];
}

/** Slot `service.aside`: the guide of the service, or the broadcast about it, at the chapter of the service; nothing where there is none. */
export const serviceGuide = {
  async mount({ domElement, data }: SlotProps<{ readonly code: string }>): Promise<void> {
    const code = data?.code;
    if (!code) return;
    const [onAir, shelf] = await Promise.all([
      asked<Pick<ProgrammeList, 'programmes'>>('on-air'),
      asked<ProgrammeList>(`programmes?${new URLSearchParams({ service: code, limit: String(looked) })}`),
    ]);
    const live = onAir?.programmes.find(({ state, services }) => state === 'live' && services.includes(code));
    const chosen = live ?? guideAmong(shelf?.programmes ?? []);
    const one = chosen && (await asked<ProgrammePage>(`programmes/${chosen.id}`));
    if (!one) return;
    const [words, language] = [slotWords(), pageLanguage()];
    const at = live ? 0 : Math.floor(one.chapters.find(({ service }) => service === code)?.atSeconds ?? 0);
    const player = document.createElement('amanah-player');
    const has = { programme: one.id, kind: one.kind, state: one.state, title: one.title[language], poster: one.poster, seconds: one.seconds, at: at || null };
    for (const [name, value] of Object.entries(has)) if (value !== null) player.setAttribute(name, String(value));
    const heading = make('h2', {}, live ? words.guideLive : words.guide);
    domElement.append(
      make(
        'section',
        { className: 'me-guide am-card' },
        heading,
        player,
        make('p', {}, make('a', { href: `${one.to}${at > 0 ? `?t=${at}` : ''}` }, words.page)),
      ),
    );
    await loadPlayer();
  },
  async unmount({ domElement }: SlotProps): Promise<void> {
    domElement.replaceChildren();
  },
};
