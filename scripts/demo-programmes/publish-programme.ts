import { setTimeout as wait } from 'node:timers/promises';
import type { SlideDrawer } from './draw-slides.ts';
import { makeFile, sendLive } from './make-file.ts';
import type { MediaOffice, OfficeProgramme } from './media-office.ts';
import { chaptersOf, cuesOf, secondsOf, type Cue, type Script } from './script.ts';

export interface Desk {
  readonly office: MediaOffice;
  readonly unit: string;
  readonly drawer: SlideDrawer;
  /** For files that are made. */
  readonly folder: string;
}

/** Ways in which a programme's file did not become one. */
const broken = ['refused', 'failed'];
/** Somebody has been here: what they did stays. */
const settled = ['published', 'withdrawn'];
const addressEveryMs = 1_000;
/** A recording shorter than this part of its script broke off. */
const leastPart = 0.5;

/** Uploads and publishes a script; goes on where an earlier try ended. @returns the programme's id. @throws Error when the hub refuses its file */
export async function publishUpload({ office, unit, drawer, folder }: Desk, script: Script): Promise<string> {
  const { id, state } = (await office.titled(script.title.en)) ?? (await begun(office, unit, script));
  if (settled.includes(state)) return id;
  if (state === 'uploading' || broken.includes(state)) {
    const { path, name } = await makeFile(script, folder, drawer);
    await office.upload(id, path, name);
  }
  const made = await office.until(id, 'ready', ...settled, ...broken);
  if (broken.includes(made.state)) throw new Error(`${script.title.en} is ${made.state}`);
  if (made.state === 'ready') await publish(office, made, script, drawer);
  return id;
}

/** Sends a script as a live broadcast that only its office sees, and publishes the recording; goes on where an earlier try ended. @returns the programme's id */
export async function publishRecording({ office, unit, drawer, folder }: Desk, script: Script): Promise<string> {
  const known = await office.titled(script.title.en);
  if (known && settled.includes(known.state)) return known.id;
  const before = known && (await endedBroadcast(office, known.id));
  // What broke off in the middle stays with the office; another one is sent.
  const whole = before?.state === 'ended' && (before.seconds ?? 0) > secondsOf(script.scenes) * leastPart;
  const recording = whole ? before : await sent({ office, unit, drawer, folder }, script);
  if (recording.state !== 'ended') throw new Error(`${script.title.en} is ${recording.state}`);
  await publish(office, recording, script, drawer);
  return recording.id;
}

async function sent({ office, unit, drawer, folder }: Desk, script: Script): Promise<OfficeProgramme> {
  const { title, about, services } = script;
  const plan = { kind: 'video', unit, title, about, services, languages: ['ar', 'en'], audience: 'unit' };
  const { programme } = await office.ask<{ programme: OfficeProgramme }>('POST', '/office/broadcasts', plan);
  const { path } = await makeFile(script, folder, drawer);
  await sendLive(path, await encoderAddress(office, programme.id));
  return endedBroadcast(office, programme.id);
}

/** Ends a broadcast that runs; one that nobody sent anything to stays as it is. */
async function endedBroadcast(office: MediaOffice, id: string): Promise<OfficeProgramme> {
  const one = await office.programme(id);
  if (one.state !== 'live') return one;
  await office.ask('POST', `/office/broadcasts/${id}/end`, {});
  return office.until(id, 'ended', ...settled, ...broken);
}

async function begun(office: MediaOffice, unit: string, { kind, title, about, services }: Script): Promise<{ id: string; state: string }> {
  const { id } = await office.ask<{ id: string }>('POST', '/office/uploads', { kind, unit, title, about, services, languages: ['ar', 'en'] });
  return { id, state: 'uploading' };
}

/** Address with a new key, as soon as the hub takes encoders. */
async function encoderAddress(office: MediaOffice, id: string): Promise<string> {
  for (;;) {
    const { address, key } = await office.ask<{ address: string | null; key: string }>('POST', `/office/broadcasts/${id}/key`, {});
    if (address !== null) return `${address}/${key}`;
    await wait(addressEveryMs);
  }
}

async function publish(office: MediaOffice, { id, version, seconds, captions }: OfficeProgramme, { scenes }: Script, drawer: SlideDrawer): Promise<void> {
  const at = `/office/programmes/${id}`;
  const length = Math.min(seconds ?? Infinity, secondsOf(scenes));
  for (const language of ['ar', 'en'] as const)
    if (!captions.includes(language))
      await office.send('POST', `${at}/captions/${language}/file?version=0`, 'text/vtt', Buffer.from(webvtt(cuesOf(scenes, language, length))));
  await office.send('PUT', `${at}/poster`, 'image/png', drawer.draw({ ...scenes[0]!.slide, progress: 0, poster: true }));
  await office.ask('PATCH', at, { version, audience: 'everyone', chapters: chaptersOf(scenes, length) });
  await office.ask('POST', `${at}/publish`, {});
}

function webvtt(cues: readonly Cue[]): string {
  const moment = (seconds: number) => new Date(seconds * 1_000).toISOString().slice(11, 23);
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return ['WEBVTT', ...cues.map(({ from, to, text }) => `${moment(from)} --> ${moment(to)}\n${escaped(text)}`), ''].join('\n\n');
}
