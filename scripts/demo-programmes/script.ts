import type { Bilingual } from '@amanah/plugin-api';
import type { Slide } from './draw-slides.ts';
import type { Line } from './programme-list.ts';

/** One picture of a programme, how long it stands, and what is said meanwhile; `chapter`: it begins here. */
export interface Scene {
  readonly slide: Omit<Slide, 'progress' | 'poster'>;
  readonly seconds: number;
  readonly said: Bilingual;
  readonly chapter: { readonly title: Bilingual; readonly service: string | null } | null;
}

/** A programme before it is drawn. */
export interface Script {
  readonly kind: 'video' | 'audio';
  readonly title: Bilingual;
  readonly about: Bilingual;
  readonly services: readonly string[];
  readonly scenes: readonly Scene[];
}

export interface Cue {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const titleSeconds = 3.5;
const lineSeconds = 2.3;
/** Without a picture beside it, a line is read in so long. */
const heardSeconds = 8;
const linesOnSlide = 3;

/** The first picture: the title alone. */
export function titleScene(kicker: Bilingual, title: Bilingual, service: string | null): Scene {
  return { slide: { kicker, title, items: [], current: null, from: 1, motif: 'leaf' }, seconds: titleSeconds, said: title, chapter: { title, service } };
}

/** Lines under one heading, three to a picture, each lit while it is said. */
export function linesUnder(title: Bilingual, lines: readonly Bilingual[], service: string | null): Scene[] {
  return lines.map((said, at) => {
    const first = at - (at % linesOnSlide);
    const items = lines.slice(first, first + linesOnSlide);
    const slide = { kicker: title, title, items, current: at - first, from: first + 1, motif: 'leaf' } as const;
    return { slide, seconds: lineSeconds, said, chapter: at === 0 ? { title, service } : null };
  });
}

/** Lines of a programme of sound, under its cover; a service that a line speaks of begins a chapter. */
export function heardLines(kicker: Bilingual, title: Bilingual, lines: readonly Line[]): Scene[] {
  return lines.map(({ ar, en, service }, at) => ({
    slide: { kicker, title, items: [], current: null, from: 1, motif: 'wave' },
    seconds: heardSeconds,
    said: { ar, en },
    chapter: service !== undefined || at === 0 ? { title: at === 0 ? title : { ar, en }, service: service ?? null } : null,
  }));
}

export function secondsOf(scenes: readonly Scene[]): number {
  return scenes.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** Second at which each scene begins. */
export function beginnings(scenes: readonly Scene[]): number[] {
  return scenes.map((_scene, at) => secondsOf(scenes.slice(0, at)));
}

/** Captions of a language; none beyond the length that the programme has in the end. */
export function cuesOf(scenes: readonly Scene[], language: 'ar' | 'en', length: number): Cue[] {
  const begins = beginnings(scenes);
  return scenes
    .map(({ seconds, said }, at) => ({ from: begins[at]!, to: Math.min(begins[at]! + seconds, length), text: said[language] }))
    .filter(({ from, to }) => to > from);
}

export function chaptersOf(scenes: readonly Scene[], length: number): { atSeconds: number; title: Bilingual; service: string | null }[] {
  const begins = beginnings(scenes);
  return scenes.flatMap(({ chapter }, at) => (chapter && begins[at]! < length ? [{ atSeconds: begins[at]!, ...chapter }] : []));
}
