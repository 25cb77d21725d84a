import { AmanahError } from '@amanah/errors';
import { capacityName, type Bilingual, type Locale } from '@amanah/plugin-api';
import { z } from 'zod';
import { documents, type IssuedDocument } from '../../../documents/contract.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { riyadhDay } from '../operations/papers.ts';
import type { CaseRow } from './case-row.ts';

/** A licence has papers under its own number, one for each time that it was issued or changed. */
const broughtLicence = z.object({ number: z.string(), code: z.string() });

type PaperParts = Pick<PluginParts, 'ctx' | 'directory' | 'words'>;

/** Papers that were made for a request, and the licence that it brought, newest first; none where the plugin of papers does not run. */
export async function papersOf({ ctx }: Pick<PaperParts, 'ctx'>, { number, facts }: Pick<CaseRow, 'number' | 'facts'>, language: Locale) {
  const licence = broughtLicence.safeParse(facts['licence']).data;
  const [own, ofLicence] = await Promise.all([about(ctx, number), licence ? about(ctx, licence.number) : []]);
  const made = [...ofLicence.filter(({ code }) => code === licence?.code), ...own];
  return made.map(({ id, title, path, madeAt, withdrawn }) => ({ id, title: title[language], path, madeAt, withdrawn }));
}

async function about(ctx: PaperParts['ctx'], number: string): Promise<readonly IssuedDocument[]> {
  try {
    return await ctx.use(documents).about(number);
  } catch (error) {
    if (error instanceof AmanahError && error.code.startsWith('HOST_')) return [];
    throw error;
  }
}

/** The paper that says that the Amanah has received a request; made once. @throws DOCUMENTS_NOT_MADE */
export async function makeReceipt({ ctx, directory, words }: PaperParts, row: CaseRow): Promise<string> {
  const text = (key: string): Bilingual => ({ ar: ctx.text(key, 'ar'), en: ctx.text(key, 'en') });
  const service = directory.services.get(row.service)?.name ?? { ar: row.service, en: row.service };
  const beneficiary = capacityName(row.capacity, 'ar');
  const submitted = words.state('submitted');
  const { path } = await ctx.use(documents).make({
    key: `requests/receipt/${row.number}`,
    template: 'requests/receipt',
    title: text('receiptTitle'),
    subject: row.number,
    unit: row.unit,
    readers: [row.person_id],
    publicFacts: [{ label: text('paperService'), value: service }],
    validUntil: null,
    data: {
      service,
      applicant: row.person_name,
      ...(beneficiary ? { beneficiary: { ar: beneficiary, en: capacityName(row.capacity, 'en') ?? beneficiary } } : {}),
      submittedOn: { day: riyadhDay(new Date(row.submitted_at)) },
      ...(row.due_at ? { dueOn: { day: riyadhDay(new Date(row.due_at)) } } : {}),
      next: [submitted.next],
    },
  });
  return path;
}
