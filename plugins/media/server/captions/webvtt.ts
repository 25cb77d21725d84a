import { AmanahError } from '@amanah/errors';
import { longestCaptions, type Cue } from '../../shared/captions.ts';
import { canonicalText, type TextFault } from './cue-text.ts';

export type CaptionFault = TextFault | 'header' | 'timing' | 'order' | 'setting' | 'style' | 'many' | 'beyond';

/** Most captions of one language, and most faults that are told at once. */
const mostCues = 20_000;
const mostFaults = 50;
/** A caption may end this much after the programme: players hide it with the picture. */
const graceSeconds = 5;
const timing = /^(?:(\d{2,3}):)?([0-5]\d):([0-5]\d)\.(\d{3})[ \t]+-->[ \t]+(?:(\d{2,3}):)?([0-5]\d):([0-5]\d)\.(\d{3})(?:[ \t]+(.*))?$/;
const percent = '(?:100(?:\\.0+)?|\\d{1,2}(?:\\.\\d{1,6})?)%';
const settings: Readonly<Record<string, RegExp>> = {
  line: new RegExp(`^(?:-?\\d{1,3}|${percent})(?:,(?:start|center|end))?$`),
  position: new RegExp(`^${percent}(?:,(?:line-left|center|line-right))?$`),
  size: new RegExp(`^${percent}$`),
  align: /^(?:start|center|end|left|right)$/,
};
/** In this order they are written. */
const settingNames = ['line', 'position', 'size', 'align'] as const;

interface Found {
  readonly line: number;
  readonly fault: CaptionFault;
}

/**
 * Reads a WebVTT file strictly: header, times in order, only the markup of `canonicalText`; notes are left out. `seconds`: length of the programme, where
 * it is known. @throws MEDIA_CAPTIONS_INVALID with every faulty line as a field, MEDIA_CAPTIONS_LARGE
 */
export function parseWebvtt(file: string, seconds: number | null = null): Cue[] {
  if (file.length > longestCaptions) throw new AmanahError('MEDIA_CAPTIONS_LARGE', { detail: `${file.length} characters` });
  const lines = file.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const faults: Found[] = [];
  const read: { cue: Cue; line: number }[] = [];
  if (!/^WEBVTT(?:[ \t].*)?$/.test(lines[0] ?? '') || (lines[1] ?? '') !== '') faults.push({ line: 1, fault: 'header' });
  for (const block of blocksOf(lines)) {
    const found = cueOf(block);
    if (found === null) continue;
    if ('fault' in found) faults.push(found);
    else read.push({ cue: found, line: block.line });
  }
  faults.push(...orderFaults(read, seconds));
  refuseFaults(faults);
  return read.map(({ cue }) => cue);
}

/** Checks what an editor sends as strictly as a file; the number of a caption stands for its line. @throws MEDIA_CAPTIONS_INVALID */
export function checkCues(cues: readonly Cue[], seconds: number | null = null): Cue[] {
  const faults: Found[] = [];
  const checked = cues.map((cue, index) => {
    const text = canonicalText(cue.text);
    if ('fault' in text) faults.push({ line: index + 1, fault: text.fault });
    for (const [name, value] of Object.entries(cue.settings ?? {})) if (!settings[name]?.test(value)) faults.push({ line: index + 1, fault: 'setting' });
    const kept = cue.settings && Object.keys(cue.settings).length > 0 ? { settings: cue.settings } : {};
    return { from: thousandths(cue.from), to: thousandths(cue.to), text: 'text' in text ? text.text : '', ...kept };
  });
  faults.push(
    ...orderFaults(
      checked.map((cue, index) => ({ cue, line: index + 1 })),
      seconds,
    ),
  );
  refuseFaults(faults);
  if (printWebvtt(checked).length > longestCaptions) throw new AmanahError('MEDIA_CAPTIONS_LARGE');
  return checked;
}

/** Writes captions as a WebVTT file. `map`: where its zero lies in the presentation of a stream, in ticks of 90 kHz. */
export function printWebvtt(cues: readonly Cue[], map: number | null = null): string {
  const head = map === null ? 'WEBVTT\n' : `WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:${map}\n`;
  return [head, ...cues.map((cue) => `${clock(cue.from)} --> ${clock(cue.to)}${placed(cue)}\n${cue.text}\n`)].join('\n');
}

function placed({ settings: given = {} }: Cue): string {
  return settingNames.flatMap((name) => (given[name] === undefined ? [] : [` ${name}:${given[name]}`])).join('');
}

interface Block {
  /** Number of its first line, from 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

/** Blocks after the header, parted by empty lines. */
function* blocksOf(lines: readonly string[]): Iterable<Block> {
  let start = -1;
  for (let at = 1; at <= lines.length; at++) {
    const empty = (lines[at] ?? '') === '';
    if (!empty && start < 0) start = at;
    if (empty && start >= 0) {
      yield { line: start + 1, lines: lines.slice(start, at) };
      start = -1;
    }
  }
}

/** `null`: a note. */
function cueOf({ line, lines }: Block): Cue | Found | null {
  const [first = ''] = lines;
  if (/^NOTE(?:[ \t]|$)/.test(first)) return lines.some((one) => one.includes('-->')) ? { line, fault: 'timing' } : null;
  if (/^(?:STYLE|REGION)[ \t]*$/.test(first)) return { line, fault: 'style' };
  const timed = !first.includes('-->') && lines[1]?.includes('-->') ? 1 : 0;
  const times = timing.exec(lines[timed] ?? '');
  if (!times) return { line: line + timed, fault: 'timing' };
  const places = settingsOf(times[9] ?? '');
  if (!places) return { line: line + timed, fault: 'setting' };
  const payload = lines.slice(timed + 1);
  const arrow = payload.findIndex((one) => one.includes('-->'));
  if (arrow >= 0) return { line: line + timed + 1 + arrow, fault: 'timing' };
  const text = canonicalText(payload.join('\n'));
  if ('fault' in text) return { line: line + timed + Math.min(1, payload.length), fault: text.fault };
  return {
    from: secondsOf(times.slice(1, 5)),
    to: secondsOf(times.slice(5, 9)),
    text: text.text,
    ...(Object.keys(places).length > 0 ? { settings: places } : {}),
  };
}

function settingsOf(text: string): NonNullable<Cue['settings']> | null {
  const found: Partial<Record<(typeof settingNames)[number], string>> = {};
  for (const part of text.split(/[ \t]+/).filter((one) => one !== '')) {
    const at = part.indexOf(':');
    const name = settingNames.find((one) => one === part.slice(0, at));
    const value = part.slice(at + 1);
    if (!name || found[name] !== undefined || !settings[name]!.test(value)) return null;
    found[name] = value;
  }
  return found as NonNullable<Cue['settings']>;
}

function orderFaults(read: readonly { cue: Cue; line: number }[], seconds: number | null): Found[] {
  const faults: Found[] = [];
  let before = 0;
  for (const { cue, line } of read) {
    if (cue.to <= cue.from || cue.from < before) faults.push({ line, fault: 'order' });
    else if (seconds !== null && cue.to > seconds + graceSeconds) faults.push({ line, fault: 'beyond' });
    before = Math.max(before, cue.from);
  }
  if (read.length > mostCues) faults.push({ line: read[mostCues]!.line, fault: 'many' });
  return faults;
}

function refuseFaults(faults: readonly Found[]): void {
  if (faults.length === 0) return;
  const told = [...faults].sort((a, b) => a.line - b.line).slice(0, mostFaults);
  throw new AmanahError('MEDIA_CAPTIONS_INVALID', {
    params: { count: faults.length },
    fields: told.map(({ line, fault }) => ({ path: `line.${line}`, message: fault })),
  });
}

function secondsOf([hours, minutes, seconds, thousands]: readonly (string | undefined)[]): number {
  return thousandths(Number(hours ?? 0) * 3_600 + Number(minutes) * 60 + Number(seconds) + Number(thousands) / 1_000);
}

function thousandths(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}

function clock(seconds: number): string {
  const all = Math.round(seconds * 1_000);
  const part = (of: number, digits: number) => String(of).padStart(digits, '0');
  return `${part(Math.floor(all / 3_600_000), 2)}:${part(Math.floor(all / 60_000) % 60, 2)}:${part(Math.floor(all / 1_000) % 60, 2)}.${part(all % 1_000, 3)}`;
}
