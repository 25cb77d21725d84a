import type { Bilingual } from '@amanah/plugin-api';
import { z } from 'zod';
import type { RequestRecord } from '../../../requests/contract.ts';
import { activityOf, type Activity } from '../activities.ts';
import type { Finding } from '../checks/finding.ts';
import type { Sign } from '../checks/c08-sign.ts';
import { wordsOf } from '../context.ts';
import type { Parts } from '../parts.ts';

const signs = z.array(z.object({ kind: z.string().optional(), width: z.number(), height: z.number(), faces: z.coerce.number().optional() }));

/** The activity that a request asks for: a code of its form, or words. */
export function askedActivity({ answers, facts }: Pick<RequestRecord, 'answers' | 'facts'>, { rules }: Pick<Parts, 'rules'>): Activity | null {
  const asked = String(facts['activity'] ?? answers['activity'] ?? answers['instantActivity'] ?? answers['newActivity'] ?? '');
  return activityOf(rules, /^\d{6}$/.test(asked) ? { code: asked } : { name: asked });
}

export function signsOf(answers: Readonly<Record<string, unknown>>): readonly Sign[] {
  const read = signs.safeParse(answers['signs']);
  return read.success ? read.data : [];
}

/** What a source gave while the form was filled in, under a name; `undefined` when it gave nothing. */
export function fetchedData({ facts }: Pick<RequestRecord, 'facts'>, document: string, name: string): unknown {
  const sources = (facts['sources'] ?? {}) as Readonly<
    Record<string, { readonly state?: string; readonly data?: Readonly<Record<string, unknown>> } | undefined>
  >;
  const source = sources[document];
  return source?.state === 'fetched' ? source.data?.[name] : undefined;
}

/** A finding with its words, as a request's facts keep it for officials. */
export interface FoundOut {
  readonly check: string;
  readonly title: Bilingual;
  readonly outcome: Finding['outcome'];
  readonly why?: Bilingual;
}

/** What the applicant is told where rules refuse a request without a person who could say why: the checks that it did not pass. */
export function refusedFor({ ctx }: Pick<Parts, 'ctx'>, found: readonly Finding[]): { readonly refusal: readonly Bilingual[] } {
  const refusal = found
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ check, why, params }) => {
      const title = wordsOf(ctx, `check-${check}`);
      const reason = why ? wordsOf(ctx, why, params) : null;
      return reason ? { ar: `${title.ar}: ${reason.ar}`, en: `${title.en}: ${reason.en}` } : title;
    });
  return { refusal };
}

/** The findings of a request after more of them: each check once, the last time it was made. */
export function withFindings({ facts }: Pick<RequestRecord, 'facts'>, { ctx }: Pick<Parts, 'ctx'>, found: readonly Finding[]): readonly FoundOut[] {
  const before = Array.isArray(facts['checks']) ? (facts['checks'] as readonly FoundOut[]) : [];
  const now = found.map(({ check, outcome, why, params }): FoundOut => ({
    check,
    title: wordsOf(ctx, `check-${check}`),
    outcome,
    ...(why ? { why: wordsOf(ctx, why, params) } : {}),
  }));
  return [...before.filter(({ check }) => !now.some((one) => one.check === check)), ...now];
}
