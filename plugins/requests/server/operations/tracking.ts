import type { Bilingual } from '@amanah/plugin-api';
import type { EnquiryAnswer, RequestRecord } from '../../contract.ts';
import type { PluginParts } from '../plugin-parts.ts';
import type { Enquiries } from './enquiries.ts';

/** Services that ask where a request stands, with the field that names its number. */
const tracking = { 'transaction-tracking': 'requestNumber', 'report-940-track': 'reportNumber' } as const;

/** Tells where a request stands to those whose it is; the number of somebody else's is answered like one that does not exist. */
export function offerTracking(enquiries: Enquiries, { ctx, directory, words }: Pick<PluginParts, 'ctx' | 'directory' | 'words'>): void {
  const text = (key: string): Bilingual => ({ ar: ctx.text(key, 'ar'), en: ctx.text(key, 'en') });
  for (const [service, field] of Object.entries(tracking)) {
    enquiries.offer(service, async (asked: RequestRecord): Promise<EnquiryAnswer | null> => {
      const [row] = await ctx.db.query<{ number: string; service: string; state: string; unit: string; submitted_at: Date }>(
        'SELECT number, service, state, unit, submitted_at FROM request WHERE number = $1 AND (person_id = $2 OR beneficiary = $3)',
        [String(asked.answers[field] ?? ''), asked.person.id, asked.beneficiary],
      );
      if (!row) return null;
      return {
        lines: [
          { term: text('answerNumber'), value: row.number, kind: 'identifier' },
          { term: text('answerService'), value: directory.services.get(row.service)?.name ?? row.service },
          { term: text('answerState'), value: words.state(row.state).title },
          { term: text('answerUnit'), value: ctx.access.unit(row.unit)?.name ?? row.unit },
          { term: text('answerSubmitted'), value: new Date(row.submitted_at).toISOString().slice(0, 10), kind: 'date' },
        ],
        to: `/requests/${row.number}`,
      };
    });
  }
}
