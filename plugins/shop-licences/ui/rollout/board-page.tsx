import { EmptyState, Link, ResourceView, currentLanguage, dataOf, useResource } from '@amanah/ui';
import { api } from '../api.ts';
import { t } from '../messages.ts';
import { Standing } from './standing.tsx';
import { useImportNews } from './use-import-news.ts';

/** The board: every municipality with where its register stands; those on their way come first. */
export function BoardPage() {
  const resource = useResource((signal) => dataOf(api.GET('/api/shop-licences/rollout', { signal })), []);
  useImportNews(resource.reload);
  const language = currentLanguage();
  return (
    <div className="sl-page sl-page--wide">
      <ResourceView resource={resource} rows={6}>
        {({ municipalities }) =>
          municipalities.length === 0 ? (
            <EmptyState title={t('rolloutEmpty')} />
          ) : (
            <ul className="sl-rollout">
              {municipalities
                .toSorted((one, other) => Number(other.hasLegacy) - Number(one.hasLegacy))
                .map((row) => (
                  <li key={row.unit} className="am-card sl-stack">
                    <h2>
                      <Link href={`/staff/rollout/${row.unit}`} aria-label={t('rolloutOpen', { name: row.municipality[language] })}>
                        {row.municipality[language]}
                      </Link>
                    </h2>
                    <Standing row={row} reload={resource.reload} />
                  </li>
                ))}
            </ul>
          )
        }
      </ResourceView>
    </div>
  );
}
