import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CookieJar } from '@amanah/testing';
import { stringify } from 'yaml';

export interface PlannedBroadcast {
  readonly id: string;
  readonly address: string;
  readonly key: string;
}

/** A copy of `config/` with other limits of live broadcasts; its owner removes it. */
export function configWithLive(live: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-config-'));
  cpSync(new URL('../../../config/', import.meta.url), folder, { recursive: true });
  writeFileSync(join(folder, 'demo/plugins/media.yaml'), stringify({ live }));
  return folder;
}

/** Calls the API as JSON; the body is `null` where there is none. */
// oxlint-disable-next-line typescript/no-explicit-any -- what a route answers is looked at field by field
export async function callApi(client: CookieJar, method: string, path: string, body?: object): Promise<{ status: number; body: any }> {
  const answer = await client.fetch(path, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, body: /^[[{]/.test(text) ? JSON.parse(text) : null };
}

/** Plans a broadcast through the API. */
export async function planBroadcast(client: CookieJar, more: object = {}): Promise<PlannedBroadcast> {
  const { status, body } = await callApi(client, 'POST', '/api/media/office/broadcasts', {
    title: { ar: 'لقاء رؤساء البلديات', en: 'Meeting of the mayors' },
    services: [],
    captionsException: 'بث مباشر: تُضاف الترجمة النصية خلال يومين',
    ...more,
  });
  if (status !== 200) throw new Error(`a broadcast was answered with ${status}: ${JSON.stringify(body)}`);
  return { id: body.programme.id, address: body.encoder.address, key: body.encoder.key };
}

/** What an encoder sends: a moving picture with the wall clock in it, and a tone. */
export interface EncoderSettings {
  readonly seconds?: number;
  readonly size?: string;
  readonly rate?: number;
  readonly keyFrameEvery?: number;
  readonly kbps?: number;
  readonly sound?: boolean;
}

export interface TestEncoder {
  readonly pid: number;
  /** Exit code; 0 when it sent all it had. */
  readonly ended: Promise<number | null>;
  /** Breaks off as a power cut does. */
  kill(): Promise<void>;
}

/** Sends until it is killed or has nothing left. */
export function startEncoder(address: string, key: string, settings: EncoderSettings = {}): TestEncoder {
  const child = spawn('ffmpeg', encoderArguments(settings, `${address}/${key}`), { stdio: ['pipe', 'ignore', 'inherit'] });
  return { pid: child.pid!, ended: endOf(child), kill: () => killed(child) };
}

/** What an encoder would send, as FLV. */
export function makeStream(settings: EncoderSettings, onBytes: (bytes: Buffer) => void): Pick<TestEncoder, 'kill'> {
  const child = spawn('ffmpeg', encoderArguments(settings, 'pipe:1'), { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdout.on('data', onBytes);
  return { kill: () => killed(child) };
}

function encoderArguments(settings: EncoderSettings, target: string): string[] {
  const { seconds = 600, size = '640x360', rate = 25, keyFrameEvery = rate, kbps = 600, sound = true } = settings;
  return [
    ['-hide_banner', '-loglevel', 'error', '-re', '-f', 'lavfi', '-i', `testsrc=size=${size}:rate=${rate}`],
    sound ? ['-re', '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'] : [],
    ['-t', String(seconds), '-vf', clockFilter(Number(size.split('x')[0])), '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency'],
    ['-g', String(keyFrameEvery), '-keyint_min', String(keyFrameEvery), '-sc_threshold', '0', '-b:v', `${kbps}k`, '-pix_fmt', 'yuv420p'],
    sound ? ['-c:a', 'aac', '-b:a', '96k'] : [],
    ['-f', 'flv', target],
  ].flat();
}

export const clockBits = 20;

/** The wall clock in tenths of a second as so many bits, black or white blocks from left to right along the upper eighth of the picture. */
function clockFilter(width: number): string {
  const block = Math.floor(width / clockBits);
  const bits = Array.from(
    { length: clockBits },
    (_, bit) => `drawbox=x=${bit * block}:y=0:w=${block}:h=ih/8:t=fill:color=white:enable='mod(floor(t*10/${2 ** bit}),2)'`,
  );
  return ["setpts='RTCTIME/1000000/TB'", 'drawbox=x=0:y=0:w=iw:h=ih/8:t=fill:color=black', ...bits, 'setpts=PTS-STARTPTS'].join(',');
}

async function endOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Playlist of a variant; `null` while there is none. */
export async function playlistOf(client: CookieJar, id: string, variant: 'v' | 's' | 'a'): Promise<string | null> {
  const answer = await client.fetch(`/api/media/hls/${id}/${variant}/index.m3u8`);
  const text = await answer.text();
  return answer.status === 200 ? text : null;
}

export function segmentsIn(playlist: string | null): string[] {
  return (playlist ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** Process id of the ffmpeg that makes the smaller picture: it stands below the hub. */
export function smallPictureOf(hubPid: number): number | undefined {
  return ffmpegOf(hubPid).find((pid) => getPriority(pid) > getPriority(hubPid));
}

/** Process ids of the ffmpeg that a hub runs. */
export function ffmpegOf(hubPid: number): number[] {
  const list = readFileSync(`/proc/${hubPid}/task/${hubPid}/children`, 'utf8').trim().split(/\s+/).map(Number);
  return list.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'ffmpeg';
    } catch {
      return false;
    }
  });
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
