import { dataOf, EmptyState, LinkButton, page, ResourceView, useMount, useResource } from '@amanah/ui';
import { useEffect, useState } from 'react';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { DrawingBoard } from './drawing-board.tsx';

const wideEnough = '(min-width: 1024px)';

/** A new version of a procedure is drawn, checked, played, compared and published. */
function DrawPage() {
  const { id = '' } = useMount().params;
  const wide = useWide();
  return <div className="rs-sheet">{wide ? <Opened id={id} /> : <TooNarrow id={id} />}</div>;
}

function Opened({ id }: { readonly id: string }) {
  const [begun, setBegun] = useState(0);
  const resource = useResource(
    async (signal) => {
      const procedure = await dataOf(api.GET('/api/requests/procedures/{id}', { params: { path: { id }, query: {} }, signal }));
      const of = procedure.draftChangedAt === null ? procedure.version : 'draft';
      return { procedure, text: await dataOf(api.GET('/api/requests/procedures/{id}/texts/{of}', { params: { path: { id, of } }, signal })) };
    },
    [id, begun],
  );
  return (
    <ResourceView resource={resource} rows={8}>
      {({ procedure, text }) => <DrawingBoard key={begun} procedure={procedure} text={text} onDiscarded={() => setBegun((count) => count + 1)} />}
    </ResourceView>
  );
}

function TooNarrow({ id }: { readonly id: string }) {
  return (
    <div className="rs-card">
      <EmptyState icon="laptop" title={t('anWide')} actions={<LinkButton href={`/staff/procedures/${id}`}>{t('anToProcedure')}</LinkButton>}>
        {t('anWideText')}
      </EmptyState>
    </div>
  );
}

function useWide(): boolean {
  const [wide, setWide] = useState(() => matchMedia(wideEnough).matches);
  useEffect(() => {
    const query = matchMedia(wideEnough);
    const follow = () => setWide(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return wide;
}

export const lifecycles = page(DrawPage);
