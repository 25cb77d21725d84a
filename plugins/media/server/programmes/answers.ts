import { errorText, type ErrorCode } from '@amanah/errors';
import type { ProgrammeCard } from '../../contract.ts';
import type { OfficeProgramme, ProgrammePage, ProgrammeProblem } from '../../shared/programme.ts';
import type { Problem, Programme } from './programme-row.ts';

/** Names of services, from the catalogue. */
export interface ServiceNames {
  find(code: string): { readonly code: string; readonly name: { readonly ar: string; readonly en: string }; readonly path: string } | undefined;
}

/** Path under which the streams of all programmes are answered. */
export const streamPath = '/api/media/hls';

/** What another page needs to show and link a programme. */
export function cardOf(one: Programme): ProgrammeCard {
  return {
    id: one.id,
    kind: one.kind,
    state: one.state,
    title: one.title,
    about: one.about,
    to: `/watch/${one.id}`,
    // The key changes with the picture, so that no browser shows the one before.
    poster: one.poster === null ? null : `/api/media/posters/${one.id}?of=${one.poster.split('/').at(-1)}`,
    seconds: one.state === 'live' ? null : one.seconds,
    since: one.state === 'live' ? one.startedAt : one.publishedAt,
    services: one.services,
  };
}

export function pageOf(one: Programme, services: ServiceNames): ProgrammePage {
  return {
    ...cardOf(one),
    languages: one.languages,
    audience: one.audience,
    origin: one.origin,
    startsAt: one.startsAt,
    linkedServices: one.services.flatMap((code) => {
      const found = services.find(code);
      return found ? [{ code, name: found.name, to: found.path }] : [];
    }),
    chapters: one.chapters,
    captions: one.captions,
    channel: one.channel?.open ? channelLink(one.channel) : null,
    stream: isPlayable(one) ? `${streamPath}/${one.id}/master.m3u8` : null,
  };
}

export function officeProgrammeOf(one: Programme, services: ServiceNames): OfficeProgramme {
  const { version, unit, bytes, captionsException, problem, startedAt, endedAt, publishedAt, withdrawnAt, createdAt } = one;
  return {
    ...pageOf(one, services),
    channel: one.channel && channelLink(one.channel),
    version,
    unit,
    bytes,
    captionsException,
    problem: problemOf(problem),
    startedAt,
    endedAt,
    publishedAt,
    withdrawnAt,
    createdAt,
  };
}

function channelLink({ slug, title }: NonNullable<Programme['channel']>): NonNullable<ProgrammePage['channel']> {
  return { slug, title, to: `/watch/channels/${slug}` };
}

/** A problem with the words of the error catalogue: it is shown long after the request in which it arose, in whichever language. */
export function problemOf(problem: Problem | null): ProgrammeProblem | null {
  if (!problem) return null;
  const code = problem.code as ErrorCode;
  return { code, params: { ...problem.params }, words: { ar: errorText(code, 'ar', problem.params), en: errorText(code, 'en', problem.params) } };
}

function isPlayable({ state, startedAt, seconds }: Programme): boolean {
  if (state === 'live' || state === 'ended' || state === 'ready' || state === 'published') return true;
  return state === 'withdrawn' && (startedAt !== null || seconds !== null);
}
