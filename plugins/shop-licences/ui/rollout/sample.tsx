import { ActError, Button, Identifier, Notice, ResourceView, currentLanguage, dataOf, formatDualDate, formatMoment, useAct, useResource } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { ImportAnswer, SampleAnswer } from '../../shared/rollout-answers.ts';
import { api } from '../api.ts';
import { t } from '../messages.ts';

const fields = ['shop', 'ownerId', 'activity', 'district', 'areaM2', 'signM2', 'issuedOn', 'validUntil', 'state'] as const;
type Field = (typeof fields)[number];

/** One licence of a hundred as both registers have it now; who has looked at it says so. */
export function Sample({ run, reload }: { readonly run: ImportAnswer; readonly reload: () => void }) {
  const [shown, setShown] = useState(false);
  const { sampleSeen } = run;
  return (
    <section className="sl-stack" aria-labelledby="import-sample">
      <h2 id="import-sample">{t('rolloutSample')}</h2>
      {sampleSeen ? (
        <Notice tone="success" title={t('rolloutSampleSeen', { name: sampleSeen.by[currentLanguage()], time: formatMoment(sampleSeen.at) })} />
      ) : (
        <p>{t('rolloutSampleText')}</p>
      )}
      {shown ? (
        <SideBySide run={run} reload={reload} />
      ) : (
        <div className="am-actions">
          <Button size="small" tone="second" onClick={() => setShown(true)}>
            {t('rolloutSampleShow')}
          </Button>
        </div>
      )}
    </section>
  );
}

function SideBySide({ run, reload }: { readonly run: ImportAnswer; readonly reload: () => void }) {
  const act = useAct();
  const params = { path: { id: run.id } };
  const resource = useResource((signal) => dataOf(api.GET('/api/shop-licences/rollout/imports/{id}/sample', { params, signal })), [run.id]);
  const see = async () => {
    if (await act.run(() => api.POST('/api/shop-licences/rollout/imports/{id}/sample', { params }), t('rolloutDone'))) reload();
  };
  return (
    <ResourceView resource={resource} rows={6}>
      {({ licences }) => (
        <>
          <ActError act={act} />
          {licences.map((one) => (
            <OneOfSample key={one.number} one={one} />
          ))}
          {!run.sampleSeen && (
            <div className="am-actions">
              <Button busy={act.busy} onClick={() => void see()}>
                {t('rolloutSampleSee')}
              </Button>
            </div>
          )}
        </>
      )}
    </ResourceView>
  );
}

function OneOfSample({ one: { number, legacy, own, differ } }: { readonly one: SampleAnswer['licences'][number] }) {
  const label = `${t('rolloutColumnNumber')} ${number}`;
  const said = (side: SampleAnswer['licences'][number]['own'], field: Field) => {
    if (side === null) return t('rolloutAbsent');
    const value = side[field] ?? '—';
    if (field === 'issuedOn' || field === 'validUntil') return formatDualDate(value);
    return field === 'state' ? t(value as 'valid') : value;
  };
  return (
    <div className="sl-stack">
      <h3>
        {t('rolloutColumnNumber')} <Identifier value={number} />
      </h3>
      <Table
        label={label}
        rows={fields.map((field) => ({ field }))}
        rowKey={({ field }) => field}
        columns={[
          { id: 'field', label: t('rolloutColumnField'), rowHeader: true, cell: ({ field }) => t(`rolloutField-${field}`) },
          { id: 'legacy', label: t('rolloutSideLegacy'), cell: ({ field }) => said(legacy, field) },
          {
            id: 'own',
            label: t('rolloutSideOwn'),
            cell: ({ field }) => (differ.includes(field) ? <b className="am-strong">{said(own, field)}</b> : said(own, field)),
          },
        ]}
      />
    </div>
  );
}
