import { LinkButton, ResourceView, may, dataOf } from '@amanah/ui';
import type { HealthAnswer } from '../shared/health-answers.ts';
import { api } from './api.ts';
import { Attention, Incident } from './attention.tsx';
import { Changes } from './changes.tsx';
import { HealthTable } from './health-table.tsx';
import { HubParts } from './hub-parts.tsx';
import { useLive } from './live.ts';
import { t } from './messages.ts';
import { Sheet } from './sheet.tsx';

/** Health of every part and every connected system: worst first, what waits for a person beside it. */
export function HealthPage() {
  const live = useLive((signal) => dataOf(api.GET('/api/operations/health', { signal })), []);
  return (
    <Sheet
      at={live.at}
      actions={
        may('operations:system.manage') && (
          <LinkButton size="small" icon="plug" href="/operations/connect">
            {t('connectTitle')}
          </LinkButton>
        )
      }
    >
      <ResourceView resource={live} rows={8}>
        {(health) => <Health health={health} />}
      </ResourceView>
    </Sheet>
  );
}

function Health({ health }: { readonly health: HealthAnswer }) {
  const inState = (state: string) => health.systems.filter((system) => system.state === state).length;
  return (
    <>
      <Incident health={health} />
      <dl className="op-figures">
        <Figure name={t('figureSystems')} value={health.systems.length} />
        <Figure name={t('figureUp')} value={inState('up')} tone="success" />
        <Figure name={t('figureSlow')} value={inState('slow')} tone="warn" />
        <Figure name={t('figureDown')} value={inState('down')} tone="danger" />
        <Figure name={t('figureLetters')} value={health.figures.deadLetters} tone="danger" />
        <Figure name={t('figureSessions')} value={health.figures.liveSessions} />
      </dl>
      <div className="op-columns op-columns--health">
        <Attention items={health.attention} />
        <div className="op-stack">
          <HealthTable systems={health.systems} />
          <HubParts health={health} />
        </div>
        <Changes systems={health.systems} />
      </div>
    </>
  );
}

/** A figure is coloured only when it needs a person. */
function Figure({ name, value, tone }: { readonly name: string; readonly value: number; readonly tone?: 'success' | 'warn' | 'danger' }) {
  return (
    <div>
      <dt className="am-caption">{name}</dt>
      <dd className={tone && value > 0 ? `op-figure op-figure--${tone}` : 'op-figure'}>{value}</dd>
    </div>
  );
}
