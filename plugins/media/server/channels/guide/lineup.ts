import type { Bilingual } from '@amanah/plugin-api';
import { occurrencesOf, type Timed } from '../schedule/occurrences.ts';

/** What is planned on a channel, as far as its line-up says it. */
export type Announced = Timed & {
  readonly content: { readonly kind: 'programme' | 'playlist' | 'broadcast'; readonly id: string };
  readonly title: Bilingual;
  readonly about: Bilingual;
  readonly empty: boolean;
};

/** A stretch of a channel's day as it is announced. Moments in milliseconds since 1970. */
export interface Slot {
  readonly key: string;
  readonly kind: 'programme' | 'playlist' | 'broadcast' | 'filler';
  readonly title: Bilingual;
  readonly about: Bilingual;
  readonly beginsAt: number;
  readonly endsAt: number;
  /** Id of the programme, the broadcast or the playlist. */
  readonly content: string;
}

export interface Filler {
  readonly id: string;
  readonly title: Bilingual;
}

/**
 * A channel from one moment to another: its entries, each until it is over or the next one begins, and between them the filler, where there is one. An entry
 * that lies across a border is told whole; filler is told from the entry before it, or from `from`.
 */
export function lineupOf(entries: readonly Announced[], filler: Filler | null, from: number, to: number): Slot[] {
  const occurrences = occurrencesOf(
    entries.filter(({ empty }) => !empty),
    from,
    to,
  );
  const slots: Slot[] = [];
  let at = from;
  const fill = (until: number) => {
    if (filler && until > at)
      slots.push({ key: `filler-${at}`, kind: 'filler', title: filler.title, about: nothing, beginsAt: at, endsAt: until, content: filler.id });
  };
  for (const [index, { entry, beginsAt, endsAt }] of occurrences.entries()) {
    const until = Math.min(endsAt, occurrences[index + 1]?.beginsAt ?? endsAt);
    if (until <= beginsAt) continue;
    fill(beginsAt);
    const { title, about, content } = entry;
    slots.push({ key: `${entry.id}-${beginsAt}`, kind: content.kind, title, about, beginsAt, endsAt: until, content: content.id });
    at = until;
  }
  fill(to);
  return slots;
}

const nothing: Bilingual = { ar: '', en: '' };
