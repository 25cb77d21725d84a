import type { Call, Locale } from '@amanah/plugin-api';
import { media, type ProgrammeCard, type ProgrammeState } from '../../../media/contract.ts';
import type { NewsContent } from '../../shared/news.ts';
import type { Context } from '../context.ts';

/** States in which readers may watch or wait; to the media office others are known too. */
const forReaders: ReadonlySet<ProgrammeState> = new Set(['scheduled', 'live', 'ended', 'published']);

/** Nobody waits longer for the names of programmes. */
const longestMs = 10_000;

/** Ids of the programmes that stand in a text, in its order. */
export function programmesInText({ body }: Pick<NewsContent, 'body'>, language: Locale): string[] {
  return body[language].content.flatMap((block) => (block.type === 'programme' ? [block.attrs.programme] : []));
}

/** Programmes that the caller may watch now, by id; none while media is refused. */
export async function programmesById(ctx: Pick<Context, 'use' | 'log'>, ids: readonly string[], call: Call): Promise<ReadonlyMap<string, ProgrammeCard>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  try {
    const found = await ctx.use(media).find(wanted, call);
    return new Map(found.filter(({ state }) => forReaders.has(state)).map((card) => [card.id, card]));
  } catch (error) {
    ctx.log.warn({ err: error }, 'news is shown without its programmes');
    return new Map();
  }
}

/** Those that everyone may watch. */
export function publicProgrammesById(ctx: Pick<Context, 'use' | 'log'>, ids: readonly string[]): Promise<ReadonlyMap<string, ProgrammeCard>> {
  return programmesById(ctx, ids, { actor: null, language: 'ar', signal: AbortSignal.timeout(longestMs), requestId: 'news-programmes' });
}
