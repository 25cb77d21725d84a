import { EmptyState } from '@amanah/ui';
import type { SystemHealth } from '../shared/health-answers.ts';
import { t } from './messages.ts';
import { moment } from './words.tsx';

const shown = 6;

/** What changed last: each system's present state and since when, newest first. */
export function Changes({ systems }: { readonly systems: readonly SystemHealth[] }) {
  const changes = systems
    .filter((system) => system.since !== null)
    .sort((a, b) => b.since!.localeCompare(a.since!))
    .slice(0, shown);
  return (
    <section className="op-card" aria-labelledby="op-changes">
      <h2 id="op-changes">{t('changesTitle')}</h2>
      {changes.length === 0 ? (
        <EmptyState icon="history" title={t('noHistory')} />
      ) : (
        <ol className="op-changes">
          {changes.map((system) => (
            <li key={system.id}>
              <time dateTime={system.since!}>{moment(system.since!)}</time>
              <span>{t('changed', { name: system.title, state: t(`state_${system.state}`) })}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
