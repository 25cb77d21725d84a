import { Button, formatDualDate, formatMoment, may, StatusPill } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { ProcedureAnswer } from '../../shared/answers/procedure-answers.ts';
import { t } from '../forms/messages.ts';
import { useKept } from '../staff/use-kept.ts';
import { inForceFor } from './in-force.ts';
import { MoveDialog } from './move-dialog.tsx';
import { noPlan, PublishDialog, type Plan } from './publish-dialog.tsx';
import { daysWords } from './times.ts';
import { shortOf, VersionName } from './version-name.tsx';

/** Which versions there are, what runs on each, who published them from when, and what can be done with one. */
export function Versions({ procedure, reload }: { readonly procedure: ProcedureAnswer; readonly reload: () => void }) {
  const [plan, keepPlan, forgetPlan] = useKept<Plan>(`requests-publish-${procedure.id}`, noPlan);
  const [moving, setMoving] = useState<string | null>(null);
  const tried = inForceFor(procedure.publications, new Date());
  const mayPublish = may('requests:procedure.publish');
  return (
    <div className="ra-stack">
      <section className="ra-stack" aria-labelledby="ra-versions">
        <h3 id="ra-versions">{t('anVersions')}</h3>
        <Table
          label={t('anVersions')}
          rows={procedure.versions}
          rowKey={({ version }) => version}
          columns={[
            {
              id: 'version',
              label: t('anVersion'),
              rowHeader: true,
              cell: ({ version }) => (
                <span className="ra-name">
                  <VersionName version={version} />
                  {version === procedure.version && <StatusPill tone="success">{t('anVersionNow')}</StatusPill>}
                  {tried.has(version) && <StatusPill tone="info">{t('anVersionIn', { names: tried.get(version)?.join(t('formListMark')) ?? '' })}</StatusPill>}
                </span>
              ),
            },
            { id: 'since', label: t('anSince'), cell: ({ publishedAt }) => formatMoment(publishedAt) },
            { id: 'running', label: t('anRunning'), numeric: true, cell: ({ running }) => running },
            { id: 'ended', label: t('anEndedAll'), numeric: true, cell: ({ ended }) => ended },
            { id: 'median', label: t('anMedian'), cell: ({ medianDays }) => daysWords(medianDays) },
            ...(mayPublish
              ? [
                  {
                    id: 'acts',
                    label: t('staffAct'),
                    cell: ({ version, running }: ProcedureAnswer['versions'][number]) => (
                      <span className="ra-acts">
                        <Button
                          size="small"
                          tone="second"
                          aria-label={t('anPublishVersion', { version: shortOf(version) })}
                          onClick={() => keepPlan({ ...noPlan, version })}
                        >
                          {t('anPublishAgain')}
                        </Button>
                        {running > 0 && procedure.versions.length > 1 && (
                          <Button size="small" tone="quiet" aria-label={t('anMoveFrom', { version: shortOf(version) })} onClick={() => setMoving(version)}>
                            {t('anMove')}
                          </Button>
                        )}
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </section>
      <Publications publications={procedure.publications} />
      {plan.version !== null && (
        <PublishDialog
          procedure={procedure}
          plan={plan}
          onPlan={keepPlan}
          onClose={forgetPlan}
          onDone={() => {
            forgetPlan();
            reload();
          }}
        />
      )}
      {moving && <MoveDialog procedure={procedure} from={moving} onClose={() => setMoving(null)} onDone={reload} />}
    </div>
  );
}

function Publications({ publications }: Pick<ProcedureAnswer, 'publications'>) {
  return (
    <section className="ra-stack" aria-labelledby="ra-publications">
      <h3 id="ra-publications">{t('anPublications')}</h3>
      <Table
        label={t('anPublications')}
        rows={publications}
        rowKey={({ version, unit, validFrom }) => `${version} ${unit ?? ''} ${validFrom}`}
        columns={[
          { id: 'from', label: t('anFrom'), rowHeader: true, cell: ({ validFrom }) => formatDualDate(validFrom) },
          { id: 'for', label: t('anFor'), cell: ({ unitName }) => unitName ?? t('anAllUnits') },
          { id: 'version', label: t('anVersion'), cell: ({ version }) => <VersionName version={version} /> },
          { id: 'by', label: t('anBy'), cell: ({ by }) => by ?? t('anByHub') },
        ]}
      />
    </section>
  );
}
