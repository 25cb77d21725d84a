import { dataOf, EmptyState, formatMoment, LinkButton, may, page, ResourceView, useMount } from '@amanah/ui';
import { Select } from '@amanah/ui/select';
import { Tabs } from '@amanah/ui/tabs';
import { useMemo, useState } from 'react';
import type { ProcedureAnswer } from '../../shared/answers/procedure-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { Diagram } from '../map/diagram.tsx';
import { useInAddress } from '../own/address.ts';
import { useLive } from '../staff/live.ts';
import { Compared } from './comparison.tsx';
import { badgesOf, DiagramLegend, StepTable } from './step-figures.tsx';
import { Versions } from './versions.tsx';

/** A procedure as it runs now: its diagram with live figures, its versions and who published them, and what changed from one to the other. */
function ProcedurePage() {
  const { id = '' } = useMount().params;
  const [unit, setUnit] = useInAddress('unit');
  const [view, setView] = useInAddress('view');
  const live = useLive(
    (signal) => dataOf(api.GET('/api/requests/procedures/{id}', { params: { path: { id }, query: unit ? { unit } : {} }, signal })),
    [id, unit],
  );
  return (
    <div className="rs-sheet">
      <ResourceView resource={live} rows={6}>
        {(procedure) => (
          <>
            <Head procedure={procedure} />
            <Tabs
              label={t('anViews')}
              value={view ?? 'now'}
              onChange={(chosen) => setView(chosen === 'now' ? null : chosen)}
              tabs={[
                { id: 'now', label: t('anViewNow'), icon: 'activity', content: <Now procedure={procedure} unit={unit} onUnit={setUnit} /> },
                { id: 'versions', label: t('anViewVersions'), icon: 'layers', content: <Versions procedure={procedure} reload={live.reload} /> },
                { id: 'compare', label: t('anViewCompare'), icon: 'scale', content: <Compared procedure={procedure} /> },
              ]}
            />
          </>
        )}
      </ResourceView>
    </div>
  );
}

function Head({ procedure: { id, title, services, draftChangedAt } }: { readonly procedure: ProcedureAnswer }) {
  return (
    <header className="ra-head">
      <div className="ra-name">
        <h2>{title}</h2>
        <details className="ra-services">
          <summary>{t('anServicesCount', { count: services.length })}</summary>
          <ul>
            {services.map(({ code, name }) => (
              <li key={code}>
                <a href={`/services/${code}`}>{name}</a>
              </li>
            ))}
          </ul>
        </details>
      </div>
      {may('requests:procedure.design') && (
        <div className="ra-head__acts">
          {draftChangedAt && <span className="am-caption">{t('anDraftKept', { time: formatMoment(draftChangedAt) })}</span>}
          <LinkButton icon="pencil" href={`/staff/procedures/${id}/draw`}>
            {t(draftChangedAt ? 'anGoOnDrawing' : 'anDraw')}
          </LinkButton>
        </div>
      )}
    </header>
  );
}

function Now({
  procedure,
  unit,
  onUnit,
}: {
  readonly procedure: ProcedureAnswer;
  readonly unit: string | null;
  readonly onUnit: (unit: string | null) => void;
}) {
  const everywhere = 'all';
  const [chosen, setChosen] = useState<string | null>(null);
  const badges = useMemo(() => badgesOf(procedure.steps), [procedure.steps]);
  return (
    <div className="ra-stack">
      <div className="ra-filter">
        <Select
          label={t('anUnit')}
          value={unit ?? everywhere}
          onChange={(chosen) => onUnit(chosen === everywhere ? null : chosen)}
          options={[{ id: everywhere, label: t('anAllUnits') }, ...procedure.units.map(({ id, name }) => ({ id, label: name }))]}
        />
        <DiagramLegend />
      </div>
      <Diagram bpmn={procedure.bpmn} label={t('anDiagramOf', { title: procedure.title })} badges={badges} selected={chosen} onSelect={setChosen} />
      <section className="ra-stack" aria-labelledby="ra-figures">
        <h3 id="ra-figures">{t('anFigures')}</h3>
        {procedure.steps.length === 0 ? (
          <div className="rs-card">
            <EmptyState icon="inbox" title={t('anFiguresNone')}>
              {t('anFiguresNoneText')}
            </EmptyState>
          </div>
        ) : (
          <StepTable steps={procedure.steps} chosen={chosen} onChoose={setChosen} />
        )}
      </section>
    </div>
  );
}

export const lifecycles = page(ProcedurePage);
