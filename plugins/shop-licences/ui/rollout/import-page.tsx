import {
  ActError,
  Button,
  Chip,
  EmptyState,
  Identifier,
  Link,
  LinkButton,
  Notice,
  Pagination,
  ResourceView,
  currentLanguage,
  dataOf,
  formatMoment,
  useAct,
  useResource,
} from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { ImportAnswer, RowResult } from '../../shared/rollout-answers.ts';
import { api } from '../api.ts';
import { t } from '../messages.ts';
import { ImportState, RowResultPill } from './pills.tsx';
import { Sample } from './sample.tsx';
import { useImportNews } from './use-import-news.ts';

const PAGE_SIZE = 50;
const results: readonly RowResult[] = ['fresh', 'changed', 'same', 'bad'];

/** One import: how far it has come, whether both registers agree, its rows, and the sample side by side. */
export function ImportPage() {
  const id = location.pathname.split('/').at(-1) ?? '';
  const resource = useResource((signal) => dataOf(api.GET('/api/shop-licences/rollout/imports/{id}', { params: { path: { id } }, signal })), [id]);
  useImportNews(resource.reload);
  return (
    <div className="sl-page sl-page--wide">
      <ResourceView resource={resource} rows={8}>
        {(run) => <Import run={run} reload={resource.reload} />}
      </ResourceView>
    </div>
  );
}

function Import({ run, reload }: { readonly run: ImportAnswer; readonly reload: () => void }) {
  const language = currentLanguage();
  const ended = run.state === 'done';
  return (
    <>
      <Link href={`/staff/rollout/${run.unit}`}>{run.municipality[language]}</Link>
      <section className="am-card sl-stack" aria-labelledby="import-head">
        <div className="sl-rollout__head">
          <h2 id="import-head">
            {t('rolloutImportNumber', { id: run.id })} · {t(`rolloutKind-${run.kind}`)}
          </h2>
          <ImportState state={run.state} />
        </div>
        <p className="am-caption">{[run.by[language], formatMoment(run.startedAt), run.endedAt && formatMoment(run.endedAt)].filter(Boolean).join(' · ')}</p>
        <dl className="sl-rollout__counts" aria-live="polite">
          <Count term={t('rolloutRead')} value={run.fresh + run.changed + run.same + run.bad} />
          {results.map((result) => (
            <Count key={result} term={t(`rolloutResult-${result}`)} value={run[result]} />
          ))}
        </dl>
        {run.error && run.state === 'running' && <Notice tone="warn" title={t('rolloutWaiting', { code: run.error })} />}
        <Turns run={run} reload={reload} />
      </section>
      {run.ownSums && <Reconciliation run={run} />}
      {ended && run.kind === 'real' && <Sample run={run} reload={reload} />}
      <Rows run={run} />
    </>
  );
}

function Count({ term, value }: { readonly term: string; readonly value: number }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd className="am-number">{value}</dd>
    </div>
  );
}

function Turns({ run, reload }: { readonly run: ImportAnswer; readonly reload: () => void }) {
  const act = useAct();
  const turn = (to: 'paused' | 'running' | 'cancelled', label: string, tone: 'second' | 'danger-second' = 'second') => (
    <Button
      size="small"
      tone={tone}
      busy={act.busy}
      onClick={() =>
        void act
          .run(() => api.POST('/api/shop-licences/rollout/imports/{id}/turn', { params: { path: { id: run.id } }, body: { to } }), t('rolloutDone'))
          .then((done) => done && reload())
      }
    >
      {label}
    </Button>
  );
  const open = run.state === 'running' || run.state === 'paused';
  return (
    <>
      <ActError act={act} />
      <div className="am-actions">
        {run.state === 'running' && turn('paused', t('rolloutPause'))}
        {run.state === 'paused' && turn('running', t('rolloutResume'))}
        {open && turn('cancelled', t('rolloutCancelImport'), 'danger-second')}
        {!open && (
          <LinkButton size="small" tone="second" icon="download" href={`/api/shop-licences/rollout/imports/${run.id}/report`} download>
            {t('rolloutReport')}
          </LinkButton>
        )}
      </div>
    </>
  );
}

function Reconciliation({ run: { legacySums, ownSums, whole } }: { readonly run: ImportAnswer }) {
  if (!ownSums) return null;
  const rows = [
    { id: 'legacy', name: t('rolloutSideLegacy'), ...legacySums },
    { id: 'own', name: t('rolloutSideOwn'), ...ownSums },
  ];
  return (
    <section className="sl-stack" aria-labelledby="import-sums">
      <h2 id="import-sums">{t('rolloutReconciliation')}</h2>
      <Notice tone={whole ? 'success' : 'danger'} title={t(whole ? 'rolloutWhole' : 'rolloutNotWhole')}>
        {!whole && <p>{t('rolloutNotWholeText')}</p>}
      </Notice>
      <Table
        label={t('rolloutReconciliation')}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          { id: 'name', label: t('rolloutSide'), rowHeader: true, cell: (row) => row.name },
          { id: 'count', label: t('rolloutCount'), numeric: true, cell: (row) => row.count },
          { id: 'area', label: t('rolloutArea'), numeric: true, cell: (row) => row.areaM2.toFixed(2) },
          { id: 'checksum', label: t('rolloutChecksum'), cell: (row) => <Identifier value={row.checksum} /> },
        ]}
      />
    </section>
  );
}

function Rows({ run }: { readonly run: ImportAnswer }) {
  const [result, setResult] = useState<RowResult | null>(run.bad > 0 ? 'bad' : null);
  const [page, setPage] = useState(1);
  const read = run.fresh + run.changed + run.same + run.bad;
  const query = { page, ...(result ? { result } : {}) };
  const resource = useResource(
    (signal) => dataOf(api.GET('/api/shop-licences/rollout/imports/{id}/rows', { params: { path: { id: run.id }, query }, signal })),
    [run.id, result, page, read],
  );
  const choose = (one: RowResult | null) => () => {
    setResult(one);
    setPage(1);
  };
  return (
    <section className="sl-stack" aria-labelledby="import-rows">
      <h2 id="import-rows">{t('rolloutRows')}</h2>
      <div className="am-actions">
        <Chip selected={result === null} count={read} onClick={choose(null)}>
          {t('rolloutResult-all')}
        </Chip>
        {results.map((one) => (
          <Chip key={one} selected={result === one} count={run[one]} onClick={choose(one)}>
            {t(`rolloutResult-${one}`)}
          </Chip>
        ))}
      </div>
      <ResourceView resource={resource} rows={6}>
        {({ rows, total }) => (
          <>
            <Table
              label={t('rolloutRows')}
              rows={rows}
              rowKey={(row) => String(row.nth)}
              empty={<EmptyState icon="inbox" title={t('rolloutRowsEmpty')} />}
              columns={[
                { id: 'number', label: t('rolloutColumnNumber'), rowHeader: true, cell: (row) => <Identifier value={row.number} /> },
                { id: 'reasons', label: t('rolloutColumnReasons'), cell: (row) => <Reasons {...row} /> },
                { id: 'shop', label: t('rolloutColumnShop'), cell: (row) => <span className="sl-rollout__shop">{row.shop || '—'}</span> },
                { id: 'result', label: t('rolloutColumnResult'), cell: (row) => <RowResultPill result={row.result} /> },
                { id: 'nth', label: t('rolloutColumnNth'), numeric: true, cell: (row) => row.nth },
              ]}
            />
            <Pagination page={page} pages={Math.ceil(total / PAGE_SIZE)} onPage={setPage} />
          </>
        )}
      </ResourceView>
    </section>
  );
}

function Reasons({ reasons, notes }: { readonly reasons: readonly string[]; readonly notes: readonly string[] }) {
  return (
    <ul className="sl-rollout__reasons">
      {reasons.map((one) => (
        <li key={one}>{t(`rolloutReason-${one as 'number-odd'}`)}</li>
      ))}
      {notes.map((one) => (
        <li key={one} className="am-caption">
          {t(`rolloutNote-${one as 'address-missing'}`)}
        </li>
      ))}
    </ul>
  );
}
