import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CookieJar, TestHub } from '@amanah/testing';
import type { Page } from 'playwright-core';
import { testSound, testVideo } from '../../../plugins/media/testing/make-media.ts';
import { ask, beginProgramme, untilState, uploadFile } from './media-api.ts';

const said = [
  { from: 0, to: 8, text: 'أهلاً بكم في شرح إصدار الرخصة التجارية' },
  { from: 8, to: 16, text: 'أولاً: جهّز السجل التجاري وعقد الإيجار' },
  { from: 16, to: 24, text: 'ثانياً: سدّد الرسوم من حسابك' },
  { from: 24, to: 40, text: 'ثالثاً: تصلك الرخصة على بريدك فوراً' },
];

/** A published video of forty seconds with Arabic and English captions, chapters, and a service at the second of them. @returns its id */
export async function publishedVideo(officer: CookieJar, more: Record<string, unknown> = {}): Promise<string> {
  const title = { ar: 'كيف تُصدر رخصة تجارية', en: 'How to issue a commercial licence' };
  const about = { ar: 'شرح مصوّر من ثلاث خطوات لإصدار الرخصة التجارية عبر البوابة.', en: 'A guide in three steps to a commercial licence.' };
  const id = await uploaded(officer, { kind: 'video', title, about, services: ['SRV-001'], ...more }, 'film.mp4', (path) =>
    testVideo(path, { seconds: 40, size: '640x360' }),
  );
  await expectOk(await ask(officer, 'PUT', `/office/programmes/${id}/captions/ar`, { version: 0, cues: said }));
  await expectOk(
    await ask(officer, 'PUT', `/office/programmes/${id}/captions/en`, {
      version: 0,
      cues: said.map((cue, index) => ({ ...cue, text: `Part ${index + 1} of the guide` })),
    }),
  );
  const { version } = (await ask(officer, 'GET', `/office/programmes/${id}`)).body as { version: number };
  const chapters = [
    { atSeconds: 0, title: { ar: 'مقدمة', en: 'Introduction' }, service: null },
    { atSeconds: 16, title: { ar: 'سداد الرسوم', en: 'Paying the fees' }, service: 'SRV-001' },
  ];
  await expectOk(await ask(officer, 'PATCH', `/office/programmes/${id}`, { version, chapters }));
  await expectOk(await ask(officer, 'POST', `/office/programmes/${id}/publish`, {}));
  return id;
}

/** A published audio programme, of a minute unless said otherwise. @returns its id */
export async function publishedSound(officer: CookieJar, { seconds = 60 } = {}): Promise<string> {
  const title = { ar: 'حديث البلدية: الحدائق', en: 'Municipality talk: parks' };
  const id = await uploaded(officer, { kind: 'audio', title }, 'talk.mp3', (path) => testSound(path, { seconds }));
  await expectOk(await ask(officer, 'POST', `/office/programmes/${id}/publish`, { captionsException: 'نغمة تجريبية بلا كلام فيها' }));
  return id;
}

async function uploaded(officer: CookieJar, words: Record<string, unknown>, name: string, make: (path: string) => Promise<string>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-watch-'));
  try {
    const id = await beginProgramme(officer, words);
    await uploadFile(officer, id, readFileSync(await make(join(folder, name))), { name });
    const { state } = (await untilState(officer, id, 'ready', 'refused', 'failed')) as { state: string };
    if (state !== 'ready') throw new Error(`${name} is ${state}`);
    return id;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function expectOk({ status, body }: { readonly status: number; readonly body: unknown }): Promise<void> {
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
}

/** What a player of the page shows now; `sound` is the level that is heard, from 0 to 1. */
export async function playerOf(
  page: Page,
  selector = 'amanah-player',
): Promise<{ at: number; paused: boolean; width: number; sound: number; captions: string; text: string; rate: number }> {
  return page.locator(selector).evaluate(async (host) => {
    const root = host.shadowRoot!;
    const video = root.querySelector('video') as (HTMLVideoElement & { heard?: AnalyserNode }) | null;
    if (!video) return { at: -1, paused: true, width: 0, sound: 0, captions: '', text: root.textContent ?? '', rate: 1 };
    if (!video.heard) {
      const context = new AudioContext();
      video.heard = context.createAnalyser();
      context.createMediaElementSource(video).connect(video.heard);
      video.heard.connect(context.destination);
      await context.resume();
    }
    await new Promise((done) => setTimeout(done, 300));
    const levels = new Uint8Array(video.heard.fftSize);
    video.heard.getByteTimeDomainData(levels);
    const sound = Math.max(...[...levels].map((level) => Math.abs(level - 128) / 128));
    const captions = root.querySelector('.captions')?.textContent ?? '';
    return { at: video.currentTime, paused: video.paused, width: video.videoWidth, sound, captions, text: root.textContent ?? '', rate: video.playbackRate };
  });
}

/** Scripts of the player that the hub sent to a page. */
export function playerFiles(page: Page, hub: TestHub): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const path = request.url().replace(hub.url, '');
    if (/player|\/hls\//.test(path)) asked.push(path);
  });
  return asked;
}
