import { dataOf, ResourceView } from '@amanah/ui';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { WholeMap } from '../own/procedure-map.tsx';
import { useLive } from './live.ts';

/** Where the case stands on the diagram of its procedure. */
export function CaseMap({ number }: { readonly number: string }) {
  const live = useLive((signal) => dataOf(api.GET('/api/requests/cases/{number}/map', { params: { path: { number } }, signal })), [number]);
  return (
    <section className="rs-card" aria-labelledby="rs-map">
      <h2 id="rs-map">{t('staffMap')}</h2>
      <ResourceView resource={live}>{(map) => <WholeMap map={map} />}</ResourceView>
    </section>
  );
}
