import { dataOf, EmptyState, LinkButton, may, ResourceView, useResource } from '@amanah/ui';
import { Select } from '@amanah/ui/select';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { ComparisonAnswer, ProcedureAnswer } from '../../shared/answers/procedure-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { shortOf } from './version-name.tsx';

const measures = [
  'steps',
  'staffSteps',
  'applicantSteps',
  'automaticSteps',
  'visits',
  'visitsEach',
  'documentsAsked',
  'documentsFetched',
  'medianDays',
  'p90Days',
] as const;
/** As many as the hub plays for a comparison. */
const played = 300;

/** Two versions of the procedure, chosen by the reader. */
export function Compared({ procedure }: { readonly procedure: ProcedureAnswer }) {
  const options = [
    ...procedure.versions.map(({ version }) => ({
      id: version,
      label: version === procedure.version ? `${shortOf(version)} · ${t('anVersionNow')}` : shortOf(version),
    })),
    ...(procedure.draftChangedAt ? [{ id: 'draft', label: t('anCompareDraft') }] : []),
  ];
  const [before, setBefore] = useState<string | null>(procedure.version);
  const [after, setAfter] = useState<string | null>(
    options.findLast(({ id }) => id === 'draft')?.id ?? options.find(({ id }) => id !== procedure.version)?.id ?? null,
  );
  if (options.length < 2)
    return (
      <EmptyState
        icon="scale"
        title={t('anCompareOne')}
        actions={may('requests:procedure.design') && <LinkButton href={`/staff/procedures/${procedure.id}/draw`}>{t('anDraw')}</LinkButton>}
      >
        {t('anCompareOneText')}
      </EmptyState>
    );
  return (
    <div className="ra-stack">
      <div className="ra-filter">
        <Select label={t('anCompareBefore')} value={before} onChange={setBefore} options={options.filter(({ id }) => id !== 'draft')} />
        <Select label={t('anCompareAfter')} value={after} onChange={setAfter} options={options} />
      </div>
      {before && after && <Comparison id={procedure.id} before={before} after={after} />}
    </div>
  );
}

/** Two versions side by side, both played on the same recorded past. */
export function Comparison({ id, before, after }: { readonly id: string; readonly before: string; readonly after: string }) {
  const resource = useResource(
    (signal) => dataOf(api.GET('/api/requests/procedures/{id}/comparison', { params: { path: { id }, query: { before, after } }, signal })),
    [id, before, after],
  );
  return (
    <ResourceView resource={resource} rows={5}>
      {(answer) => <SideBySide answer={answer} before={shortOf(before)} after={after === 'draft' ? t('anCompareDraft') : shortOf(after)} />}
    </ResourceView>
  );
}

function SideBySide({ answer, before, after }: { readonly answer: ComparisonAnswer; readonly before: string; readonly after: string }) {
  const lists = [
    ['anAdded', answer.added],
    ['anRemoved', answer.removed],
    ['anChanged', answer.changed],
  ] as const;
  const different = lists.filter(([, steps]) => steps.length > 0);
  return (
    <div className="ra-stack">
      <Table
        label={t('anViewCompare')}
        rows={measures}
        rowKey={(measure) => measure}
        columns={[
          { id: 'measure', label: t('anMeasure'), rowHeader: true, cell: (measure) => t(`anM_${measure}`) },
          { id: 'before', label: before, numeric: true, cell: (measure) => answer[measure].before ?? '–' },
          { id: 'after', label: after, numeric: true, cell: (measure) => answer[measure].after ?? '–' },
          { id: 'difference', label: t('anDifference'), numeric: true, cell: (measure) => <Difference {...answer[measure]} /> },
        ]}
      />
      <p className="am-caption">{t('anCompareHow', { count: played })}</p>
      {different.length === 0 && <p>{t('anSame')}</p>}
      {different.map(([key, steps]) => (
        <section key={key}>
          <h3>{t(key)}</h3>
          <ul className="ra-plain">
            {steps.map((step) => (
              <li key={step.id}>{step.name}</li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** All of these are better when they are less, except papers that come by themselves; so only the number is told, not a verdict. */
function Difference({ before, after }: { readonly before: number | null; readonly after: number | null }) {
  if (before === null || after === null) return '–';
  const difference = Math.round((after - before) * 100) / 100;
  return (
    <bdi dir="ltr" className={difference === 0 ? undefined : 'ra-differs'}>
      {difference > 0 ? `+${difference}` : difference}
    </bdi>
  );
}
