import { capacityName, type Locale, type PluginAccess } from '@amanah/plugin-api';
import type { RequestLine } from '../../shared/answers/request-answers.ts';
import type { CaseLine } from '../../shared/answers/staff-answers.ts';
import type { ProcedureWords } from '../procedure-words.ts';
import type { ServiceDirectory } from '../service-directory.ts';
import { applicantName } from './applicant-name.ts';
import type { CaseRow } from './case-row.ts';

/** What lines and pages of requests take their words from. */
export interface CaseWords {
  readonly directory: Pick<ServiceDirectory, 'services'>;
  readonly words: ProcedureWords;
  readonly access: Pick<PluginAccess, 'unit'>;
}

const iso = (at: Date | string) => new Date(at).toISOString();

/** A request as one line of a list. */
export function requestLineOf(row: CaseRow & { readonly waits_for_you?: boolean }, language: Locale, { directory, words }: CaseWords): RequestLine {
  const state = words.state(row.state);
  return {
    number: row.number,
    service: { code: row.service, name: directory.services.get(row.service)?.name[language] ?? row.service },
    unit: row.unit,
    state: { id: row.state, title: state.title[language], tone: state.tone },
    holder: row.holder,
    beneficiary: capacityName(row.capacity, language),
    submittedAt: iso(row.submitted_at),
    changedAt: iso(row.changed_at),
    dueAt: row.due_at ? iso(row.due_at) : null,
    ended: row.ended_at !== null,
    waitsForYou: row.waits_for_you ?? (row.holder === 'applicant' && row.ended_at === null),
  };
}

/** The same for officials, who know who asks. */
export function caseLineOf(row: CaseRow, language: Locale, words: CaseWords): CaseLine {
  return { ...requestLineOf(row, language, words), applicant: applicantName(row, language) };
}
