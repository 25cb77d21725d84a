import { documents, type IssuedDocument } from '../../documents/contract.ts';
import type { Licence } from '../contract.ts';
import { activityTitle } from './activities.ts';
import { wordsOf } from './context.ts';
import type { Parts } from './parts.ts';

interface Paper {
  /** The same paper asked for again is the same one. */
  readonly key: string;
  readonly unit: string;
  readonly licence: Licence;
  /** Accounts that may read it. */
  readonly readers: readonly string[];
}

/** What a request's facts and pages tell of a paper. */
export interface PaperMade {
  readonly number: string;
  readonly validUntil: string;
  readonly code: string;
  readonly path: string;
}

/** Makes the licence's paper in place of the one before. @throws DOCUMENTS_NOT_MADE: ask again with the same key */
export async function makePaper({ ctx, rules }: Pick<Parts, 'ctx' | 'rules'>, { key, unit, licence, readers }: Paper): Promise<PaperMade> {
  const papers = ctx.use(documents);
  const { number, shop, validUntil } = licence;
  const same = (text: string) => ({ ar: text, en: text });
  const activity = activityTitle(rules, licence.activity);
  const earlier = (await papers.about(number)).find(({ withdrawn }) => !withdrawn);
  const made = await papers.make({
    key,
    template: 'shop-licences/shop-licence',
    title: wordsOf(ctx, 'paperTitle'),
    subject: number,
    unit,
    readers,
    publicFacts: [
      { label: wordsOf(ctx, 'tradeName'), value: same(shop) },
      { label: wordsOf(ctx, 'activity'), value: activity },
    ],
    validUntil,
    ...(earlier ? { replaces: earlier.id } : {}),
    data: {
      shop: same(shop),
      activity,
      ...(licence.activity.code ? { activityCode: licence.activity.code } : {}),
      owner: same(licence.owner.name),
      ...(licence.unifiedNumber ? { unifiedNumber: licence.unifiedNumber } : {}),
      place: same([licence.district, licence.street].filter(Boolean).join('، ')),
      ...(licence.shortAddress ? { shortAddress: licence.shortAddress } : {}),
      areaM2: licence.areaM2,
      signM2: licence.signM2,
      conditions: rules.conditions,
    },
  });
  return { number, validUntil, code: made.code, path: made.path };
}

/** The paper that stands for a licence now; `null` when none was made here. */
export async function paperOf({ ctx }: Pick<Parts, 'ctx'>, number: string): Promise<IssuedDocument | null> {
  return (await ctx.use(documents).about(number)).find(({ withdrawn }) => !withdrawn) ?? null;
}

/** Takes the papers of a licence back, with the reason that their codes tell. */
export async function withdrawPapers({ ctx }: Pick<Parts, 'ctx'>, number: string, reason: 'paperCancelled'): Promise<void> {
  const papers = ctx.use(documents);
  for (const { id, withdrawn } of await papers.about(number)) if (!withdrawn) await papers.withdraw(id, wordsOf(ctx, reason));
}
