import { ActError, Button, EmptyState, LinkButton, ResourceView, Rows, Segments, dataOf, page, showToast, useAct, useResource } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { useState } from 'react';
import type { DraftLine, OwnList } from '../../shared/answers/request-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { useInAddress } from './address.ts';
import { OwnLicences } from './own-licences.tsx';
import { joined, together } from './own-list.ts';
import { draftRow, requestRow } from './request-rows.tsx';
import { useNews } from './use-news.ts';

const VIEWS = ['all', 'open', 'ended'] as const;
type View = (typeof VIEWS)[number];

const read = (view: View, before?: string, signal?: AbortSignal) =>
  dataOf(
    api.GET('/api/requests/own', {
      params: { query: { ...(view === 'all' ? {} : { open: view === 'open' ? 'true' : 'false' }), ...(before ? { before } : {}) } },
      ...(signal ? { signal } : {}),
    }),
  );

/** Everything the person has with the Amanah: what waits for them first, drafts, requests, and their licences in every register. */
function RequestsPage() {
  const [asked, show] = useInAddress('show');
  const view = VIEWS.find((one) => one === asked) ?? 'all';
  return (
    <div className="am-stack am-gap-8">
      <Segments
        label={t('listFilter')}
        value={view}
        onChange={(id) => show(id === 'all' ? null : id)}
        segments={[
          { id: 'all', label: t('listAll') },
          { id: 'open', label: t('listOpen') },
          { id: 'ended', label: t('listEnded') },
        ]}
      />
      <List key={view} view={view} />
      <OwnLicences />
    </div>
  );
}

function List({ view }: { readonly view: View }) {
  const [more, setMore] = useState<readonly OwnList[]>([]);
  const resource = useResource(
    async (signal) => {
      const first = await read(view, undefined, signal);
      setMore([]);
      return first;
    },
    [view],
  );
  useNews(resource.reload);
  const act = useAct();
  const [discarding, setDiscarding] = useState<DraftLine | null>(null);

  const discard = ({ id }: DraftLine) =>
    void act.run(async () => {
      await api.DELETE('/api/requests/drafts/{id}', { params: { path: { id } } });
      setDiscarding(null);
      showToast(t('draftDiscarded'));
      resource.reload();
    });

  return (
    <ResourceView resource={resource} rows={5}>
      {(first) => {
        const { waiting, drafts, others, next } = joined([first, ...more]);
        if (waiting.length + drafts.length + others.length === 0) return <Nothing view={view} />;
        const rest = [...drafts.map((draft) => draftRow(draft, () => setDiscarding(draft))), ...others.map(requestRow)];
        return (
          <div className="am-stack am-gap-6">
            {waiting.length > 0 && (
              <section className="rq-waiting am-stack am-gap-2">
                <h2>{t('listWaiting')}</h2>
                <Rows label={t('listWaiting')} rows={waiting.map(requestRow)} />
              </section>
            )}
            {rest.length > 0 && (
              <section className="am-stack am-gap-2">
                <h2 className={waiting.length > 0 ? undefined : 'am-hidden'}>{t('listRest')}</h2>
                <Rows label={t('listRest')} rows={rest} />
              </section>
            )}
            {next !== null && (
              <div>
                <Button
                  tone="second"
                  icon="chevron-down"
                  busy={act.busy}
                  onClick={() =>
                    void act.run(async () => {
                      const page = await read(view, next);
                      setMore((before) => together(before, page));
                    })
                  }
                >
                  {t('listMore')}
                </Button>
              </div>
            )}
            <ActError act={act} />
            <Dialog
              open={discarding !== null}
              destructive
              title={t('draftDiscardAsk', { number: discarding?.number ?? '' })}
              onClose={() => setDiscarding(null)}
              actions={
                <>
                  <Button tone="danger" busy={act.busy} onClick={() => discarding && discard(discarding)}>
                    {t('draftDiscard')}
                  </Button>
                  <Button tone="second" autoFocus onClick={() => setDiscarding(null)}>
                    {t('keep')}
                  </Button>
                </>
              }
            >
              <p>{t('draftDiscardText')}</p>
            </Dialog>
          </div>
        );
      }}
    </ResourceView>
  );
}

function Nothing({ view }: { readonly view: View }) {
  if (view !== 'all')
    return (
      <EmptyState icon="files" title={t(view === 'open' ? 'listEmptyOpen' : 'listEmptyEnded')}>
        {t('listEmptyOther')}
      </EmptyState>
    );
  return (
    <EmptyState icon="files" title={t('listEmptyTitle')} actions={<LinkButton href="/services">{t('listFind')}</LinkButton>}>
      {t('listEmptyText')}
    </EmptyState>
  );
}

export const lifecycles = page(RequestsPage);
