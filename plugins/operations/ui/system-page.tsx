import { Button, Definitions, LinkButton, Notice, ResourceView, navigate, useMount, ActError, useAct, dataOf } from '@amanah/ui';
import { useState } from 'react';
import type { SystemAnswer } from '../shared/system-answers.ts';
import { api } from './api.ts';
import { ownProtocols } from './calls/connection-draft.ts';
import { SystemCalls } from './calls/system-calls.tsx';
import { Confirm } from './confirm.tsx';
import { useLive } from './live.ts';
import { MaintenanceDialog } from './maintenance-dialog.tsx';
import { t } from './messages.ts';
import { Sheet } from './sheet.tsx';
import { Spark } from './spark.tsx';
import { accessWords } from './systems-page.tsx';
import { Code, Milliseconds, StatePill, moment } from './words.tsx';

/** What a system is; an adapter that was added later is named by its protocol. */
function kindWords(adapter: string) {
  const known = (['webapp', ...ownProtocols] as const).find((one) => one === adapter);
  return known ? t(`kind_${known}`) : <Code>{adapter}</Code>;
}

/** One connected system: how it is, what it is, its definition, and what can be done with it. */
export function SystemPage() {
  const id = useMount().params.id ?? '';
  const live = useLive((signal) => dataOf(api.GET('/api/operations/systems/{id}', { params: { path: { id } }, signal })), [id]);
  return (
    <Sheet at={live.at}>
      <ResourceView resource={live}>{(answer) => <System answer={answer} reload={live.reload} />}</ResourceView>
    </Sheet>
  );
}

function System({ answer: { system, yaml }, reload }: { readonly answer: SystemAnswer; readonly reload: () => void }) {
  const act = useAct();
  const [asked, setAsked] = useState<'remove' | 'maintenance' | null>(null);
  const params = { path: { id: system.id } };
  const close = () => setAsked(null);
  const endMaintenance = () =>
    act.run(() => api.POST('/api/operations/systems/{id}/maintenance', { params, body: { until: null, note: null } }), t('maintenanceEnded')).then(reload);
  const remove = () =>
    act
      .run(() => api.DELETE('/api/operations/systems/{id}', { params }))
      .then((done) => {
        close();
        if (done !== null) navigate('/operations/systems');
      });
  return (
    <>
      <ActError act={act} />
      <div className="am-actions">
        {system.url && (
          <LinkButton size="small" icon="external-link" href={`/auth/enter/${system.id}`}>
            {t('openIt')}
          </LinkButton>
        )}
        {system.mine && system.source === 'operations' && (
          <LinkButton tone="second" size="small" icon="pencil" href={`/operations/systems/${system.id}/edit`}>
            {t('edit')}
          </LinkButton>
        )}
        {system.mine &&
          (system.maintenance || system.announced ? (
            <Button tone="second" size="small" icon="play" busy={act.busy} onClick={() => void endMaintenance()}>
              {t(system.maintenance ? 'maintenanceEnd' : 'maintenanceCancel')}
            </Button>
          ) : (
            <Button tone="second" size="small" icon="wrench" onClick={() => setAsked('maintenance')}>
              {t('maintenanceStart')}
            </Button>
          ))}
        {system.mine && system.source === 'operations' && (
          <Button tone="danger-second" size="small" icon="trash-2" onClick={() => setAsked('remove')}>
            {t('disconnect')}
          </Button>
        )}
      </div>
      {system.source === 'file' && <Notice title={t('fromFile', { file: system.file ?? '' })}>{t('fromFileText')}</Notice>}
      {system.announced && (
        <Notice title={t('maintenanceAhead', { from: moment(system.announced.from), until: moment(system.announced.until) })}>
          {system.announced.note && `${system.announced.note.ar} · ${system.announced.note.en}`}
        </Notice>
      )}
      {system.maintenance && (
        <Notice tone="warn" title={t('maintenanceUntil', { time: moment(system.maintenance.until) })}>
          {system.maintenance.note && `${system.maintenance.note.ar} · ${system.maintenance.note.en}`}
        </Notice>
      )}
      <div className="op-columns">
        <section className="op-card" aria-labelledby="op-yaml">
          <h2 id="op-yaml">{t('definitionTitle')}</h2>
          <pre className="op-text" dir="ltr" tabIndex={0}>
            {yaml}
          </pre>
        </section>
        <section className="op-card" aria-labelledby="op-about">
          <h2 id="op-about">{t('aboutTitle')}</h2>
          <Definitions
            items={[
              { term: t('columnState'), value: <StatePill state={system.state} /> },
              { term: t('columnSince'), value: system.since ? moment(system.since) : '—' },
              { term: t('lastUp'), value: system.lastUpAt ? moment(system.lastUpAt) : '—' },
              ...(system.reason ? [{ term: t('lastReason'), value: <Code>{system.reason}</Code> }] : []),
              { term: t('columnMedian'), value: <Milliseconds value={system.medianMs} /> },
              { term: t('columnHistory'), value: <Spark history={system.history} /> },
              { term: t('columnOwner'), value: system.ownerName },
              { term: t('columnAccess'), value: accessWords(system.access) },
              { term: t('columnKind'), value: kindWords(system.adapter) },
              ...(system.adapter === 'webapp'
                ? [
                    { term: t('columnBridge'), value: t(`bridge_${(system.bridge ?? 'none') as 'none'}`) },
                    { term: t('address'), value: system.url ? <Code>{system.url}</Code> : '—' },
                  ]
                : []),
            ]}
          />
        </section>
      </div>
      {system.adapter !== 'webapp' && <SystemCalls id={system.id} mine={system.mine} />}
      <Confirm
        open={asked === 'remove'}
        title={t('removeTitle', { name: system.title })}
        text={t('removeText')}
        act={t('disconnect')}
        busy={act.busy}
        onClose={close}
        onConfirm={() => void remove()}
      />
      <MaintenanceDialog
        open={asked === 'maintenance'}
        id={system.id}
        onClose={(changed) => {
          close();
          if (changed) reload();
        }}
      />
    </>
  );
}
