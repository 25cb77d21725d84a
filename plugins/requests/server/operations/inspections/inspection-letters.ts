import type { OutsideWork } from '../../../contract.ts';
import type { Context } from '../../plugin-parts.ts';
import { writeAmanahLetter } from '../amanah-letter.ts';
import type { Violation } from './clauses.ts';

/** A letter about an inspection in both languages, by the key of its words; the violator reads it with the request, in their own account. */
export async function writeInspectionLetter(
  ctx: Pick<Context, 'text' | 'db'>,
  { request: { number }, key }: { readonly request: Pick<OutsideWork['request'], 'number'>; readonly key: string },
  letter: string,
  data: Readonly<Record<string, string>> = {},
  violations: readonly Violation[] = [],
): Promise<void> {
  const lines = (language: 'ar' | 'en') => violations.map(({ code, title, fine }) => `- ${code} ${title[language]}${fine === null ? '' : ` (${fine})`}`);
  const filled = (language: 'ar' | 'en') =>
    Object.entries({ number, ...data }).reduce((text, [name, value]) => text.replace(`{${name}}`, value), ctx.text(letter, language));
  const body = (['ar', 'en'] as const).map((language) => [filled(language), ...lines(language)].join('\n')).join('\n\n');
  await writeAmanahLetter(ctx, ctx.db, { request: number, body, key });
}
