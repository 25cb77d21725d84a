import { Button, Definitions, ResourceView, StatusPill, currentLanguage, dataOf, formatMoment, useAct, useResource } from '@amanah/ui';
import { ActDialog } from '@amanah/ui/dialog';
import { useState } from 'react';
import { fewestToldApart, type AccountBlock, type Moderation } from '../../shared/block-answers.ts';
import { api } from '../api.ts';
import { t } from '../messages.ts';
import { BlockDialog } from './block-dialog.tsx';
import { named } from './network-draft.ts';

/** Our own account in the Fediverse for whoever moderates it: how many follow from where, what is blocked, blocking and lifting. */
export function BlocksPart({ reloadNetworks }: { readonly reloadNetworks: () => void }) {
  const moderation = useResource((signal) => dataOf(api.GET('/api/social/office/account/blocks', { signal })), [], { keep: true });
  const [blocking, setBlocking] = useState(false);
  const reload = () => {
    moderation.reload();
    reloadNetworks();
  };
  return (
    <section className="so-panel so-card so-blocks" aria-labelledby="so-blocks">
      <div className="so-card__head">
        <h2 id="so-blocks">{t('blocksTitle')}</h2>
        <div className="so-card__acts">
          <Button tone="second" size="small" icon="ban" onClick={() => setBlocking(true)}>
            {t('blockAdd')}
          </Button>
        </div>
      </div>
      <p className="am-caption">{t('blocksLead')}</p>
      <ResourceView resource={moderation} rows={3}>
        {(known) => (
          <>
            <h3>{t('blocksServers')}</h3>
            <ServerCounts {...known} />
            <h3>{t('blocksList')}</h3>
            {known.blocks.length === 0 ? (
              <p>{t('blocksNone')}</p>
            ) : (
              <ul className="so-blocks__list" aria-label={t('blocksList')}>
                {known.blocks.map((block) => (
                  <BlockLine key={block.id} block={block} reload={reload} />
                ))}
              </ul>
            )}
          </>
        )}
      </ResourceView>
      {blocking && <BlockDialog onClose={() => setBlocking(false)} reload={reload} />}
    </section>
  );
}

function ServerCounts({ servers, others }: Pick<Moderation, 'servers' | 'others'>) {
  if (servers.length === 0 && others.servers === 0) return <p>{t('blocksNoFollowers')}</p>;
  return (
    <Definitions
      items={[
        ...servers.map(({ server, followers }) => ({ term: named(server), value: followers })),
        ...(others.servers === 0 ? [] : [{ term: t('blocksOthers', { servers: others.servers, fewest: fewestToldApart }), value: others.followers }]),
      ]}
    />
  );
}

function BlockLine({ block: { id, kind, address, reason, by, at }, reload }: { readonly block: AccountBlock; readonly reload: () => void }) {
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const lift = async () => {
    const params = { path: { id } };
    if (await act.run(() => dataOf(api.DELETE('/api/social/office/account/blocks/{id}', { params })), t('blockLifted', { address: named(address) }))) {
      setAsking(false);
      reload();
    }
  };
  return (
    <li>
      <div className="so-card__head">
        <StatusPill tone="danger" icon="ban">
          {t(`blockKind_${kind}`)}
        </StatusPill>
        <strong className="so-card__address">
          <bdi dir="ltr">{address}</bdi>
        </strong>
        <div className="so-card__acts">
          <Button tone="second" size="small" aria-label={t('blockLiftOf', { address: named(address) })} onClick={() => setAsking(true)}>
            {t('blockLift')}
          </Button>
        </div>
      </div>
      <p dir="auto" className="so-card__address">
        {reason}
      </p>
      <p className="am-caption">{t('blockBy', { name: named(by[currentLanguage()]), when: formatMoment(at) })}</p>
      {asking && (
        <ActDialog
          title={t('blockLiftTitle', { address: named(address) })}
          act={act}
          confirm={t('blockLift')}
          keep={t('blockKeep')}
          onConfirm={() => void lift()}
          onClose={() => {
            act.clear();
            setAsking(false);
          }}
        >
          <p>{t('blockLiftText')}</p>
        </ActDialog>
      )}
    </li>
  );
}
