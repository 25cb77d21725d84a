import type { Context } from './context.ts';

/** Names of officials beside what they did with news, and with our account in the Fediverse. */
export function declarePersonalData(ctx: Context): void {
  ctx.personalData({
    name: 'news-steps',
    title: 'newsPersonalSteps',
    purpose: 'newsPersonalStepsPurpose',
    kept: 'newsPersonalStepsKept',
    async count(personId) {
      const [row] = await ctx.db.query<{ count: number }>('SELECT count(*)::int AS count FROM news_step WHERE person_id = $1', [personId]);
      return { count: row?.count ?? 0, erasable: 0 };
    },
    copy: (personId) => ctx.db.query('SELECT news, at, action, words FROM news_step WHERE person_id = $1 ORDER BY id', [personId]),
  });
  ctx.personalData({
    name: 'account-blocks',
    title: 'blocksPersonal',
    purpose: 'blocksPersonalPurpose',
    kept: 'blocksPersonalKept',
    async count(personId) {
      const [row] = await ctx.db.query<{ count: number }>('SELECT count(*)::int AS count FROM account_block WHERE person_id = $1', [personId]);
      return { count: row?.count ?? 0, erasable: 0 };
    },
    copy: (personId) => ctx.db.query('SELECT kind, address, reason, at FROM account_block WHERE person_id = $1 ORDER BY at', [personId]),
  });
}
