import { readFileSync } from 'node:fs';
import type { CookieJar } from '@amanah/testing';
import { makeMedia } from '../../../plugins/media/testing/make-media.ts';
import { ask, beginProgramme, untilState, uploadFile, type Answer } from './media-api.ts';
import type { OnDemandLab } from './on-demand-lab.ts';

const withoutWords = 'نغمة تجريبية بلا كلام فيها';

/** A published tone of so many seconds, for everyone unless said otherwise. @returns its id */
export async function publishedTone(
  { officer, at }: Pick<OnDemandLab, 'officer' | 'at'>,
  name: string,
  { seconds = 10, hertz = 440, ...words }: { readonly seconds?: number; readonly hertz?: number } & Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const id = await beginProgramme(officer, { kind: 'audio', title: { ar: `نغمة ${name}`, en: `Tone ${name}` }, ...words });
  const file = await makeMedia(at(`${name}.mp3`), '-f', 'lavfi', '-i', `sine=f=${hertz}:d=${seconds}`, '-c:a', 'libmp3lame');
  await uploadFile(officer, id, readFileSync(file), { name: `${name}.mp3` });
  const { state } = await untilState(officer, id, 'ready', 'refused', 'failed');
  if (state !== 'ready') throw new Error(`${name} is ${state}`);
  const { status, body } = await ask(officer, 'POST', `/office/programmes/${id}/publish`, { captionsException: withoutWords });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return id;
}

/** Sends and expects that it was done. */
export async function done(client: CookieJar, method: string, path: string, body?: unknown): Promise<Answer['body']> {
  const answer = await ask(client, method, path, body);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A radio whose filler goes round through some programmes. */
export async function madeRadio(officer: CookieJar, slug: string, programmes: readonly string[]): Promise<{ readonly filler: string }> {
  const filler = await done(officer, 'POST', '/office/playlists', { title: { ar: 'بين البرامج', en: 'Between programmes' }, unit: 'pr-media', programmes });
  const title = { ar: 'إذاعة الأمانة', en: 'Radio of the Amanah' };
  await done(officer, 'POST', '/office/channels', { slug, kind: 'audio', title, unit: 'pr-media', filler: filler.id });
  return { filler: filler.id as string };
}

export interface PlayedSegment {
  readonly number: number;
  readonly discontinuity: number;
  readonly at: number;
  readonly seconds: number;
  readonly address: string;
  readonly range: string;
}

/** The segments of a media playlist, each with its number, its discontinuity and the moment at which it is heard. */
export function segmentsOf(playlist: string): PlayedSegment[] {
  const first = (tag: string) => Number(new RegExp(`#EXT-X-${tag}:(\\d+)`).exec(playlist)?.[1]);
  let [number, discontinuity, at] = [first('MEDIA-SEQUENCE'), first('DISCONTINUITY-SEQUENCE'), Number.NaN];
  let [seconds, range] = [0, ''];
  const segments: PlayedSegment[] = [];
  for (const line of playlist.split('\n')) {
    if (line === '#EXT-X-DISCONTINUITY') discontinuity += 1;
    else if (line.startsWith('#EXT-X-PROGRAM-DATE-TIME:')) at = Date.parse(line.slice(line.indexOf(':') + 1));
    else if (line.startsWith('#EXTINF:')) seconds = Number.parseFloat(line.slice(8));
    else if (line.startsWith('#EXT-X-BYTERANGE:')) range = line.slice(17);
    else if (line !== '' && !line.startsWith('#')) {
      segments.push({ number, discontinuity, at, seconds, address: line, range });
      [number, at] = [number + 1, at + seconds * 1_000];
    }
  }
  return segments;
}
