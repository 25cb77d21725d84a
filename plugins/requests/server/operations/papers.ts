import { capacityName, type Bilingual, type Capacity } from '@amanah/plugin-api';
import { documents } from '../../../documents/contract.ts';
import type { OutsideOutcome, OutsideWork, RequestRecord } from '../../contract.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { validUntil } from './validity.ts';

/** Issues what a service grants as a paper with a code that anybody can check, valid as the service's entry says. */
export function offerPapers({ ctx, directory, operations, calendar }: Pick<PluginParts, 'ctx' | 'directory' | 'operations' | 'calendar'>): void {
  const text = (name: string): Bilingual => ({ ar: ctx.text(name, 'ar'), en: ctx.text(name, 'en') });
  const make = async ({ request, key }: OutsideWork, of: { readonly title?: Bilingual; readonly statement: Bilingual; readonly until: string | null }) => {
    const service = directory.services.get(request.service)?.name ?? { ar: request.service, en: request.service };
    return ctx.use(documents).make({
      key: `requests/${key}`,
      template: 'requests/certificate',
      title: of.title ?? service,
      subject: request.number,
      unit: request.unit,
      readers: [request.person.id],
      publicFacts: [
        { label: text('paperService'), value: service },
        { label: text('paperUnit'), value: ctx.access.unit(request.unit)?.name ?? { ar: request.unit, en: request.unit } },
      ],
      validUntil: of.until,
      data: {
        holder: holderOf(request),
        ...(request.person.nationalId && request.capacity.kind === 'self' ? { holderNumber: { identifier: request.person.nationalId } } : {}),
        statement: of.statement,
        service,
        request: { identifier: request.number },
      },
    });
  };
  const issue = async (work: OutsideWork): Promise<OutsideOutcome> => {
    const { request } = work;
    const today = riyadhDay(new Date());
    const until = validUntil(request.facts['validity'], request.answers, today, calendar);
    const issued = kindOf(request);
    const paper = await make(work, { statement: text(`paperStatement_${issued}`), until });
    return { facts: { [issued]: { id: paper.id, code: paper.code, path: paper.path, on: today, validUntil: until }, ...(until ? { validUntil: until } : {}) } };
  };
  operations.offer('certificate.issue', issue);
  operations.offer('permit.issue', issue);
  // Comes before fee and signature: it grants nothing yet, and says so.
  operations.offer('design.approve', async (work): Promise<OutsideOutcome> => {
    const paper = await make(work, { title: text('designApproval'), statement: text('paperStatement_design'), until: null });
    return { facts: { designApproval: { id: paper.id, code: paper.code, path: paper.path, on: riyadhDay(new Date()) } } };
  });
}

const kinds = ['licence', 'permit', 'certificate', 'decision'] as const;

function kindOf({ facts }: RequestRecord): (typeof kinds)[number] {
  return kinds.find((kind) => kind === facts['issues']) ?? 'certificate';
}

function holderOf({ person, capacity }: { readonly person: RequestRecord['person']; readonly capacity: Capacity }): Bilingual {
  return { ar: capacityName(capacity, 'ar') ?? person.name.ar, en: capacityName(capacity, 'en') ?? person.name.en };
}

/** The day in Riyadh so many days from now, ISO. */
export function dayIn(days: number): string {
  return riyadhDay(new Date(Date.now() + days * 86_400_000));
}

/** The day in Riyadh, ISO. */
export function riyadhDay(at: Date): string {
  return new Date(at.getTime() + 3 * 3_600_000).toISOString().slice(0, 10);
}
