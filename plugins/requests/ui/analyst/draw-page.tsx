import { dataOf, EmptyState, LinkButton, page, ResourceView, useMount, useResource } from '@amanah/ui';
import { useEffect, useState } from 'react';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { DrawingBoard } from './drawing-board.tsx';

const wideEnough = '(min-width: 1024px)';

/** A new version of a procedure is drawn, checked, played, compared and published. */
function DrawPage() {
  const { id = '' } = useMount().params;
  const opened = useOnceWide();
  return (
    <div className="rs-sheet">
      {opened && (
        <div className="rs-sheet ra-wide">
          <Opened id={id} />
        </div>
      )}
      <div className="rs-card ra-narrow">
        <EmptyState icon="laptop" title={t('anWide')} actions={<LinkButton href={`/staff/procedures/${id}`}>{t('anToProcedure')}</LinkButton>}>
          {t('anWideText')}
        </EmptyState>
      </div>
    </div>
  );
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

/** Opened once the window is wide enough, and kept when it is made narrow for a while: nothing that is chosen or played is lost. */
function useOnceWide(): boolean {
  const [opened, setOpened] = useState(() => matchMedia(wideEnough).matches);
  useEffect(() => {
    const query = matchMedia(wideEnough);
    const follow = () => query.matches && setOpened(true);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return opened;
}

export const lifecycles = page(DrawPage);
