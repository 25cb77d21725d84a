import { createTestHub } from '@amanah/testing';
import { median, type Finding } from './report.ts';

const rounds = 10;
/** As people type: names, common words, slips of the keyboard, unfinished words, both languages, and what nobody has heard of. */
const queries = [
  'رخصة',
  'رخصه محل',
  'كرت صحي',
  'شهاده صحيه',
  'حفرة في الشارع',
  'فسح بنا',
  'كروكي',
  'بلاغ ٩٤٠',
  'اصدار رخصة تجاريه',
  'سياسه الخصوصيه',
  'دفن',
  'ر',
  'shop licence',
  'helth card',
  'accessability',
  'permit',
  'fee calc',
  'zzzzqqqq',
];

/** What the header's search takes to answer, over HTTP on one connection; the person waits for the slowest. */
export async function measureSearch(): Promise<Finding[]> {
  const hub = await createTestHub();
  try {
    const taken: number[] = [];
    for (let round = -1; round < rounds; round++) {
      for (const query of queries) {
        const startedAt = performance.now();
        const answer = await fetch(`${hub.url}/api/search?q=${encodeURIComponent(query)}`);
        await answer.json();
        // The first round only warms up.
        if (round >= 0) taken.push(performance.now() - startedAt);
      }
    }
    const slow = taken.toSorted((a, b) => a - b)[Math.floor(taken.length * 0.95)] ?? NaN;
    return [
      {
        path: `search over services and pages, ${queries.length} questions × ${rounds}`,
        ours: `${median(taken).toFixed(1)} ms, of 20 the slowest ${slow.toFixed(1)} ms`,
        peer: '–',
        ratio: '–',
        budget: '≤ 100 ms',
        met: slow <= 100,
      },
    ];
  } finally {
    await hub.remove();
  }
}
