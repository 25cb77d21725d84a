import type { Bilingual } from '@amanah/plugin-api';
import type { OutsideOutcome, OutsideWork } from '../../contract.ts';
import type { PluginParts } from '../plugin-parts.ts';

/** What officials have written at a step is sent to the applicant as a letter of the Amanah, once. */
export function offerAnswers({ ctx, operations }: Pick<PluginParts, 'ctx' | 'operations'>): void {
  const send =
    (opening: string) =>
    async ({ request, key }: OutsideWork): Promise<OutsideOutcome> => {
      const [said] = await ctx.db.query<{ note: string | null; closed_by: string; closed_name: Bilingual }>(
        `SELECT note, closed_by, closed_name FROM task WHERE request = $1 AND holder = 'authority' AND closed_at IS NOT NULL AND closed_by IS NOT NULL ORDER BY closed_at DESC LIMIT 1`,
        [request.number],
      );
      const body = [ctx.text(opening, 'ar'), said?.note].filter(Boolean).join('\n\n');
      await ctx.db.query(
        `INSERT INTO letter (request, from_applicant, person_id, person_name, body, key) VALUES ($1, false, $2, $3, $4, $5) ON CONFLICT (key) DO NOTHING`,
        [
          request.number,
          said?.closed_by ?? 'amanah',
          JSON.stringify(said?.closed_name ?? { ar: ctx.text('letterAuthority', 'ar'), en: ctx.text('letterAuthority', 'en') }),
          body,
          key,
        ],
      );
      return { facts: { answer: { at: new Date().toISOString(), text: said?.note ?? null } } };
    };
  operations.offer('answer.send', send('letterAnswer'));
  operations.offer('case.refer', send('letterReferred'));
  operations.offer('case.join', send('letterJoined'));
}
