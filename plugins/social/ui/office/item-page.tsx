import { ResourceView, dataOf, useMount, useResource } from '@amanah/ui';
import { api } from '../api.ts';
import { ItemForm } from './item-form.tsx';
import './office.css';

/** One item at work: both languages side by side, what it names, how a phone shows it, and the next step. */
export function ItemPage() {
  const { item = '' } = useMount().params;
  const resource = useResource((signal) => load(item, signal), [item]);
  return (
    <ResourceView resource={resource} rows={8}>
      {({ news, choices }) => <ItemForm key={news.id} item={news} choices={choices} reload={resource.reload} />}
    </ResourceView>
  );
}

async function load(id: string, signal: AbortSignal) {
  const [news, choices] = await Promise.all([
    dataOf(api.GET('/api/social/office/news/{id}', { signal, params: { path: { id } } })),
    dataOf(api.GET('/api/social/office/choices', { signal })),
  ]);
  return { news, choices };
}
