import type { Bilingual, Locale, Queryable } from '@amanah/plugin-api';
import type { Procedure } from '../../procedure/definition.ts';
import type { Behalf } from '../acting-for.ts';
import type { TimelineEntry } from '../../shared/answers/request-answers.ts';
import type { ProcedureWords } from '../procedure-words.ts';

interface Happening {
  readonly at: Date;
  readonly kind: string;
  readonly step: string | null;
  readonly by_person: string | null;
  readonly by_name: Bilingual | null;
  readonly data: {
    readonly decision?: string;
    readonly reasons?: readonly string[];
    readonly state?: string | null;
    readonly ended?: string | null;
    readonly to?: Bilingual;
    readonly behalf?: Behalf;
  };
  readonly note: string | null;
}

export interface TimelineView {
  readonly service: string;
  readonly procedure: Procedure;
  readonly words: ProcedureWords;
  readonly language: Locale;
  readonly text: (key: string) => string;
  /** The applicant's side: officials are named by their step, not by their name, and notes among officials are left out. */
  readonly forApplicant: boolean;
  readonly applicant: string;
}

/** What happened to a request, oldest first, in the reader's words: only what means something to a person, so not each automatic step. */
export async function timelineOf(db: Queryable, number: string, view: TimelineView): Promise<readonly TimelineEntry[]> {
  const rows = await db.query<Happening>(
    `SELECT h.at, h.kind, h.step, h.by_person, h.by_name, h.data, t.note FROM happening_ever h
     LEFT JOIN LATERAL (SELECT note FROM task_ever WHERE request = h.request AND step = h.step AND closed_at = h.at LIMIT 1) t ON h.kind = 'done'
     WHERE h.request = $1 ORDER BY h.nth`,
    [number],
  );
  const told = rows.map((row) => entryOf(row, view)).filter((entry) => entry !== null);
  // What the form that was sent did already is the sending itself.
  return told.filter(({ kind, by }, at) => !(kind === 'state' && by !== null && told[at - 1]?.kind === 'submitted'));
}

function entryOf(row: Happening, view: TimelineView): TimelineEntry | null {
  const { language, words, procedure, forApplicant } = view;
  const { decision, reasons = [], state } = row.data;
  const kind = kindOf(row);
  if (!kind) return null;
  const said = decision === undefined ? undefined : words.decision(decision, view.service);
  const byApplicant = row.by_person !== null && row.by_person === view.applicant;
  return {
    at: new Date(row.at).toISOString(),
    kind,
    title: titleOf(kind, { state: state ?? null, decision: said?.title[language], to: row.data.to?.[language] }, view),
    step: (row.step && procedure.nodes.get(row.step)?.name[language]) || null,
    by: row.by_name && (!forApplicant || byApplicant || row.data.behalf) ? byWords(row.by_name, row.data.behalf, view) : null,
    reasons: reasons.map((code) => said?.reasons.find((reason) => reason.code === code)?.title[language] ?? code),
    note: forApplicant && said?.kind !== 'negative' && !byApplicant && reasons.length === 0 ? null : row.note,
  };
}

/** Who did it; what was done under a delegation says so. */
function byWords(name: Bilingual, behalf: Behalf | undefined, { language, text }: TimelineView): string {
  if (!behalf) return name[language];
  return text('onBehalf').replace('{name}', name[language]).replace('{principal}', behalf.name[language]).replace('{delegation}', behalf.delegation);
}

function kindOf({ kind, by_person, data }: Happening): TimelineEntry['kind'] | null {
  if (kind === 'start') return 'submitted';
  if (kind === 'withdraw') return 'withdrawn';
  if (kind === 'handed-over') return 'handed-over';
  if (data.ended) return 'ended';
  if (kind === 'done' && by_person !== null && data.decision !== undefined) return 'decision';
  if (data.state) return 'state';
  if (kind === 'timer') return 'timer';
  return null;
}

function titleOf(
  kind: TimelineEntry['kind'],
  { state, decision, to }: { readonly state: string | null; readonly decision: string | undefined; readonly to: string | undefined },
  { words, language, text }: TimelineView,
): string {
  if (kind === 'decision' && decision) return decision;
  if (kind === 'handed-over') return text('timelineHandedOver').replace('{name}', to ?? '');
  if ((kind === 'state' || kind === 'ended') && state) return words.state(state).title[language];
  return text(`timeline_${kind}`);
}
