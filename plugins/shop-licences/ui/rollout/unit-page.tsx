import { Button, EmptyState, Identifier, Link, ResourceView, Timeline, currentLanguage, dataOf, formatMoment, useAct, useResource } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import type { UnitAnswer } from '../../shared/rollout-answers.ts';
import { api } from '../api.ts';
import { t } from '../messages.ts';
import { DifferenceTable } from './difference-table.tsx';
import { ImportState } from './pills.tsx';
import { Standing } from './standing.tsx';
import { useImportNews } from './use-import-news.ts';

/** One municipality: its steps, its imports, what both registers say differently, and what a roll-back left. */
export function UnitPage() {
  const unit = location.pathname.split('/').at(-1) ?? '';
  const resource = useResource((signal) => dataOf(api.GET('/api/shop-licences/rollout/{unit}', { params: { path: { unit } }, signal })), [unit]);
  useImportNews(resource.reload);
  return (
    <div className="sl-page sl-page--wide">
      <Link href="/staff/rollout">{t('rolloutBack')}</Link>
      <ResourceView resource={resource} rows={8}>
        {(answer) => <Unit answer={answer} reload={resource.reload} />}
      </ResourceView>
    </div>
  );
}

function Unit({ answer, reload }: { readonly answer: UnitAnswer; readonly reload: () => void }) {
  const language = currentLanguage();
  const { row, steps, imports, differences, entries } = answer;
  return (
    <>
      <section className="am-card sl-stack" aria-labelledby="rollout-unit">
        <h2 id="rollout-unit">{row.municipality[language]}</h2>
        <Standing row={row} reload={reload} />
      </section>
      <section className="sl-stack" aria-labelledby="rollout-differences">
        <h2 id="rollout-differences">{t('rolloutDifferencesTitle')}</h2>
        <DifferenceTable unit={row.unit} differences={differences} reload={reload} />
      </section>
      {entries.length > 0 && <Entries unit={row.unit} entries={entries} reload={reload} />}
      <section className="sl-stack" aria-labelledby="rollout-imports">
        <h2 id="rollout-imports">{t('rolloutImports')}</h2>
        <Table
          label={t('rolloutImports')}
          rows={imports}
          rowKey={(one) => one.id}
          empty={<EmptyState icon="inbox" title={t('rolloutImportsEmpty')} />}
          columns={[
            {
              id: 'id',
              label: t('rolloutColumnImport'),
              rowHeader: true,
              cell: (one) => <Link href={`/staff/rollout/imports/${one.id}`}>{t('rolloutImportNumber', { id: one.id })}</Link>,
            },
            { id: 'kind', label: t('rolloutColumnKind'), cell: (one) => t(`rolloutKind-${one.kind}`) },
            { id: 'state', label: t('rolloutColumnState'), cell: (one) => <ImportState state={one.state} /> },
            { id: 'read', label: t('rolloutRead'), numeric: true, cell: (one) => one.fresh + one.changed + one.same + one.bad },
            { id: 'bad', label: t('rolloutResult-bad'), numeric: true, cell: (one) => one.bad },
            { id: 'at', label: t('rolloutColumnAt'), cell: (one) => formatMoment(one.startedAt) },
          ]}
        />
      </section>
      <section className="sl-stack" aria-labelledby="rollout-steps">
        <h2 id="rollout-steps">{t('rolloutSteps')}</h2>
        {steps.length === 0 ? (
          <p className="am-caption">{t('rolloutStepsEmpty')}</p>
        ) : (
          <Timeline
            label={t('rolloutSteps')}
            entries={steps.map(({ kind, from, to, at, by, why }) => ({
              id: at,
              state: 'done',
              title: t(`rolloutStep-${kind}`, { from: t(`rolloutStage-${from}`), to: t(`rolloutStage-${to}`) }),
              when: formatMoment(at),
              who: by[language],
              detail: why,
            }))}
          />
        )}
      </section>
    </>
  );
}

function Entries({ unit, entries, reload }: { readonly unit: string; readonly entries: UnitAnswer['entries']; readonly reload: () => void }) {
  const act = useAct();
  const entered = async (key: string) => {
    const done = await act.run(() => api.POST('/api/shop-licences/rollout/{unit}/entered', { params: { path: { unit } }, body: { key } }), t('rolloutDone'));
    if (done) reload();
  };
  return (
    <section className="sl-stack" aria-labelledby="rollout-entries">
      <h2 id="rollout-entries">{t('rolloutEntries')}</h2>
      <Table
        label={t('rolloutEntries')}
        rows={entries}
        rowKey={(one) => one.key}
        columns={[
          { id: 'number', label: t('rolloutColumnNumber'), rowHeader: true, cell: (one) => <Identifier value={one.number} /> },
          { id: 'kind', label: t('rolloutColumnKind'), cell: (one) => t(`rolloutEntryKind-${one.kind as 'renewed'}`) },
          { id: 'at', label: t('rolloutColumnAt'), cell: (one) => formatMoment(one.happenedAt) },
          {
            id: 'outcome',
            label: t('rolloutColumnState'),
            cell: (one) =>
              one.outcome === 'to-enter' ? (
                <Button size="small" tone="second" onClick={() => void entered(one.key)}>
                  {t('rolloutEntered')}
                </Button>
              ) : (
                t(`rolloutEntry-${one.outcome}`, { reference: one.reference ?? '' })
              ),
          },
        ]}
      />
    </section>
  );
}
