import type { Bilingual } from '@amanah/plugin-api';
import type { ProgrammeList, Told } from './programme-list.ts';
import { heardLines, linesUnder, titleScene, type Script } from './script.ts';

/** What a guide takes of a service's card, in both languages. */
export interface ServiceCard {
  readonly code: string;
  readonly name: Bilingual;
  readonly documents: readonly Bilingual[];
  /** Those that the person does. */
  readonly steps: readonly Bilingual[];
  readonly duration: Bilingual;
  readonly fee: Bilingual;
}

/** More than so many of one kind make a guide longer than people watch. */
const mostLines = 6;

/** The guide of a service, as its card says it. */
export function guideScript({ guides, trial }: ProgrammeList, card: ServiceCard): Script {
  const named = (words: Bilingual) => filled(words, { ar: card.name.ar, en: card.name.en }, 'service');
  const { code } = card;
  const parts = [
    [guides.documents, card.documents],
    [guides.steps, card.steps],
    [guides.terms, [filled(guides.duration, card.duration, 'value'), filled(guides.fee, card.fee, 'value')]],
  ] as const;
  return {
    kind: 'video',
    title: named(guides.title),
    about: both(named(guides.about), trial),
    services: [code],
    scenes: [
      titleScene(guides.kicker, card.name, code),
      ...parts.flatMap(([title, lines]) => linesUnder(title, lines.slice(0, mostLines), code)),
      { ...titleScene(guides.begin, card.name, code), said: guides.begin, chapter: { title: guides.begin, service: code } },
    ],
  };
}

export function soundScript({ sounds, trial }: ProgrammeList, { title, about, services, lines }: Told): Script {
  return { kind: 'audio', title, about: both(about, trial), services, scenes: heardLines(sounds.kicker, title, lines) };
}

export function broadcastScript({ broadcast, trial }: ProgrammeList): Script {
  const { kicker, title, about, services, lines } = broadcast;
  const scenes = linesUnder(
    title,
    lines.map(({ ar, en }) => ({ ar, en })),
    null,
  ).map((scene, at) => ({
    ...scene,
    seconds: scene.seconds * 2,
    chapter: { title: scene.said, service: lines[at]?.service ?? null },
  }));
  return {
    kind: 'video',
    title,
    about: both(about, trial),
    services,
    scenes: [titleScene(kicker, title, null), ...scenes],
  };
}

function filled(words: Bilingual, values: Bilingual, place: string): Bilingual {
  return { ar: words.ar.replace(`{${place}}`, values.ar), en: words.en.replace(`{${place}}`, values.en) };
}

function both(first: Bilingual, second: Bilingual): Bilingual {
  return { ar: `${first.ar}\n${second.ar}`, en: `${first.en}\n${second.en}` };
}
