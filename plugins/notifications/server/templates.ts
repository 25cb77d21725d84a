import { existsSync, readFileSync } from 'node:fs';
import { AmanahError } from '@amanah/errors';
import type { Bilingual, Locale } from '@amanah/plugin-api';
import { parse } from 'yaml';
import { z } from 'zod';
import type { NoticeData } from '../contract.ts';
import { categories, type Category } from '../shared/settings.ts';
import type { Pattern } from './day-text.ts';
import { fillText, placesOf, type Message, type Piece } from './fill-text.ts';
import { withinTwoSegments } from './sms-segments.ts';

const bilingual = z.strictObject({ ar: z.string().min(1), en: z.string().min(1) });
const plural = z.partialRecord(z.enum(['zero', 'one', 'two', 'few', 'many', 'other']), z.string().min(1)).refine((forms) => forms.other !== undefined, {
  message: 'a text with a count needs the form "other"',
});
const message = z.union([z.string().min(1), plural]);
const messages = z.strictObject({ ar: message, en: message });
const datum = z.union([z.string(), z.number(), bilingual]);
const template = z.strictObject({
  category: z.enum(categories),
  about: bilingual,
  sample: z.record(z.string(), datum),
  title: messages,
  short: messages,
  body: messages,
  action: bilingual,
});
const templateFile = z.strictObject({ sender: bilingual, templates: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), template) });
type Template = z.infer<typeof template>;

/** A notice in one language, ready for every channel. */
export interface WrittenNotice {
  readonly title: string;
  readonly paragraphs: readonly (readonly Piece[])[];
  readonly action: string;
}

/** The templates of `config/notification-templates.yaml`, checked when the plugin is set up. */
export class NoticeTemplates {
  readonly #templates: Readonly<Record<string, Template>>;
  readonly #sender: Bilingual;
  readonly #pattern: Pattern;

  constructor(file: URL, pattern: Pattern) {
    const { templates, sender } = readTemplates(file);
    this.#templates = templates;
    this.#sender = sender;
    this.#pattern = pattern;
  }

  names(): readonly string[] {
    return Object.keys(this.#templates);
  }

  sample(name: string): NoticeData {
    return this.#of(name).sample;
  }

  categoryOf(name: string): Category {
    return this.#of(name).category;
  }

  /** What it is about, without anything of the person; `null` for one that is no more. */
  aboutOf(name: string): Bilingual | null {
    return this.#templates[name]?.about ?? null;
  }

  /** @throws NOTIFICATIONS_TEMPLATE_UNKNOWN, NOTIFICATIONS_DATA_MISSING */
  assertFilled(name: string, data: NoticeData): void {
    const missing = Object.keys(this.#of(name).sample).filter((one) => data[one] === undefined);
    if (missing.length > 0) throw new AmanahError('NOTIFICATIONS_DATA_MISSING', { params: { template: name, names: missing.join(', ') } });
  }

  title(name: string, data: NoticeData): Bilingual {
    const of = (language: Locale) => plain(fillText(this.#of(name).title[language], data, language, this.#pattern));
    return { ar: of('ar'), en: of('en') };
  }

  write(name: string, data: NoticeData, language: Locale): WrittenNotice {
    const { title, body, action } = this.#of(name);
    return {
      title: plain(fillText(title[language], data, language, this.#pattern)),
      paragraphs: paragraphsOf(fillText(body[language], data, language, this.#pattern)),
      action: action[language],
    };
  }

  /** The text message: who speaks, then what happened; at most two parts. */
  textMessage(name: string, data: NoticeData, language: Locale): string {
    return withinTwoSegments(`${this.#sender[language]}: ${plain(fillText(this.#of(name).short[language], data, language, this.#pattern))}`);
  }

  #of(name: string): Template {
    const found = this.#templates[name];
    if (!found) throw new AmanahError('NOTIFICATIONS_TEMPLATE_UNKNOWN', { params: { template: name } });
    return found;
  }
}

/** @throws HOST_CONFIG_INVALID naming the template and what is wrong */
function readTemplates(file: URL): z.infer<typeof templateFile> {
  const wrong = (detail: string) => new AmanahError('HOST_CONFIG_INVALID', { detail: `notification-templates.yaml: ${detail}` });
  if (!existsSync(file)) throw wrong('the file is missing');
  const parsed = templateFile.safeParse(parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw wrong(parsed.error.issues.map(({ path, message: said }) => `${path.join('.')}: ${said}`).join('; '));
  for (const [name, { title, short, body, sample }] of Object.entries(parsed.data.templates)) {
    const places = new Set([title, short, body].flatMap(({ ar, en }) => [...placesOf(ar as Message), ...placesOf(en as Message)]));
    const unnamed = [...places].filter((one) => sample[one] === undefined);
    if (unnamed.length > 0) throw wrong(`${name}: sample lacks ${unnamed.join(', ')}`);
  }
  return parsed.data;
}

function plain(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}

/** Words of a template are split at empty lines; what was filled in never makes a paragraph. */
function paragraphsOf(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const paragraphs: Piece[][] = [[]];
  for (const piece of pieces) {
    const [first = '', ...rest] = piece.filled ? [piece.text] : piece.text.split(/\n\s*\n/);
    if (first) paragraphs.at(-1)!.push({ ...piece, text: first });
    for (const text of rest) paragraphs.push(text ? [{ ...piece, text }] : []);
  }
  return paragraphs.filter((paragraph) => paragraph.length > 0);
}
