import type { DraftLine, OwnList, RequestLine } from '../../shared/answers/request-answers.ts';

interface Joined {
  readonly waiting: readonly RequestLine[];
  readonly drafts: readonly DraftLine[];
  readonly others: readonly RequestLine[];
  readonly next: string | null;
}

/** Pages of the list as one: what waits for the person first, and once, however old it is. */
export function joined(pages: readonly OwnList[]): Joined {
  const all = pages.flatMap(({ requests }) => requests);
  const waiting = once([...pages.flatMap((page) => page.waiting), ...all.filter(({ waitsForYou }) => waitsForYou)]);
  const first = new Set(waiting.map(({ number }) => number));
  return {
    waiting,
    drafts: pages[0]?.drafts ?? [],
    others: once(all).filter(({ number }) => !first.has(number)),
    next: pages.at(-1)?.next ?? null,
  };
}

/** Pages with one more behind them; the same page asked for twice counts once. */
export function together(pages: readonly OwnList[], page: OwnList): readonly OwnList[] {
  const from = page.requests[0]?.number;
  return pages.some(({ requests }) => requests[0]?.number === from) ? pages : [...pages, page];
}

function once(lines: readonly RequestLine[]): readonly RequestLine[] {
  return [...new Map(lines.map((line) => [line.number, line])).values()];
}
