import { ActError, Button, dataOf, EmptyState, formatGregorian, Notice, page, ResourceView, Rows, useAct } from '@amanah/ui';
import { DateField } from '@amanah/ui/date';
import { Select } from '@amanah/ui/select';
import { useState } from 'react';
import { todayInRiyadh } from '../../shared/forms/formats.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { useLive } from './live.ts';

/** Who does the official's tasks during leave. */
function DeputiesPage() {
  const live = useLive((signal) => dataOf(api.GET('/api/requests/deputies', { signal })), []);
  const act = useAct();
  const end = (from: string) =>
    act.run(() => api.DELETE('/api/requests/deputies/{from}', { params: { path: { from } } }), t('staffDeputyEnded')).then(live.reload);
  return (
    <div className="rs-sheet">
      <ActError act={act} />
      <ResourceView resource={live}>
        {({ deputies, colleagues }) => (
          <>
            <section className="rs-card" aria-label={t('staffDeputiesTitle')}>
              {deputies.length === 0 ? (
                <EmptyState icon="users-round" title={t('staffDeputiesNone')}>
                  {t('staffDeputiesNoneText')}
                </EmptyState>
              ) : (
                <Rows
                  label={t('staffDeputiesTitle')}
                  rows={deputies.map(({ id, name, from, until }) => ({
                    id: `${id}/${from}`,
                    title: name,
                    meta: [t('staffDeputyDays', { from: formatGregorian(from), until: formatGregorian(until) })],
                    end: (
                      <Button size="small" tone="danger-second" aria-label={t('staffDeputyEndNamed', { name })} onClick={() => void end(from)}>
                        {t('staffDeputyEnd')}
                      </Button>
                    ),
                  }))}
                />
              )}
            </section>
            {colleagues.length === 0 ? <Notice title={t('staffNobodyToName')} /> : <NameDeputy colleagues={colleagues} onNamed={live.reload} />}
          </>
        )}
      </ResourceView>
    </div>
  );
}

interface NameDeputyProps {
  readonly colleagues: readonly { readonly id: string; readonly name: string }[];
  readonly onNamed: () => void;
}

function NameDeputy({ colleagues, onNamed }: NameDeputyProps) {
  const act = useAct();
  const [deputy, setDeputy] = useState<string | null>(null);
  const [from, setFrom] = useState<string | null>(null);
  const [until, setUntil] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const turned = from !== null && until !== null && until < from;
  const today = todayInRiyadh();
  const name = async () => {
    setTried(true);
    if (deputy === null || from === null || until === null || turned) return;
    const named = await act.run(() => api.PUT('/api/requests/deputies', { body: { deputy, from, until } }), t('staffDeputyNamed'));
    if (!named) return;
    setDeputy(null);
    setFrom(null);
    setUntil(null);
    setTried(false);
    onNamed();
  };
  return (
    <section className="rs-card" aria-labelledby="rs-name-deputy">
      <h2 id="rs-name-deputy">{t('staffNameDeputy')}</h2>
      <ActError act={act} />
      {tried && (deputy === null || from === null || until === null) && <Notice live tone="danger" title={t('staffPickAll')} />}
      <div className="rs-pair">
        <Select label={t('staffDeputy')} value={deputy} onChange={setDeputy} options={colleagues.map(({ id, name: label }) => ({ id, label }))} />
        <DateField label={t('staffFrom')} min={today} value={from} onChange={setFrom} />
        <DateField label={t('staffUntil')} min={from ?? today} value={until} onChange={setUntil} error={turned ? t('staffDaysWrong') : undefined} />
      </div>
      <div>
        <Button busy={act.busy} onClick={() => void name()}>
          {t('staffNameDeputy')}
        </Button>
      </div>
    </section>
  );
}

export const lifecycles = page(DeputiesPage);
