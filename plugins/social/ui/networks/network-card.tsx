import { ActError, Button, Definitions, Icon, Link, StatusPill, Tag, currentLanguage, dataOf, formatMoment, showToast, useAct } from '@amanah/ui';
import { ActDialog, Menu } from '@amanah/ui/dialog';
import { useState, type ReactNode } from 'react';
import type { NetworkAnswer } from '../../shared/post-answers.ts';
import { api } from '../api.ts';
import { t } from '../messages.ts';
import { named } from './network-draft.ts';
import { RenewDialog } from './renew-dialog.tsx';

interface NetworkCardProps {
  readonly network: NetworkAnswer;
  readonly mayWrite: boolean;
  /** Opens the form with its name and address. */
  readonly onChange: () => void;
  readonly reload: () => void;
}

/** One network: as whom we speak there, how it stands, and what an operator does with it. */
export function NetworkCard({ network, mayWrite, onChange, reload }: NetworkCardProps) {
  const { id, kind, paused, problem } = network;
  const title = network.title[currentLanguage()];
  const act = useAct();
  const [asking, setAsking] = useState<'renew' | 'disconnect' | null>(null);
  const params = { path: { id } };
  const tryIt = async () => {
    const known = await act.run(() => dataOf(api.POST('/api/social/office/networks/{id}/try', { params })));
    if (known) showToast(t('networkTried', { account: named(known.account) }));
    reload();
  };
  const pause = async () => {
    const words = t(paused ? 'networkResumedDone' : 'networkPausedDone');
    if (await act.run(() => dataOf(api.POST('/api/social/office/networks/{id}/pause', { params, body: { paused: !paused } })), words)) reload();
  };
  const disconnect = async () => {
    if (await act.run(() => dataOf(api.DELETE('/api/social/office/networks/{id}', { params })), t('networkDisconnected'))) {
      setAsking(null);
      reload();
    }
  };
  const own = kind === 'activitypub';
  return (
    <li className="so-panel so-card" aria-labelledby={`so-network-${id}`}>
      <div className="so-card__head">
        <h2 id={`so-network-${id}`}>{title}</h2>
        <Tag look="line">{own ? t('networkOwn') : t(`networkKind_${kind}`)}</Tag>
        <NetworkState network={network} />
        {mayWrite && (
          <div className="so-card__acts">
            {!own && (
              <Button
                tone="second"
                size="small"
                icon="refresh-cw"
                busy={act.busy && asking === null}
                busyText={t('networkTrying')}
                onClick={() => void tryIt()}
              >
                {t('networkTry')}
              </Button>
            )}
            <Menu
              label={t('networkActs', { network: title })}
              actions={[
                { id: 'pause', label: t(paused ? 'networkResume' : 'networkPause'), icon: paused ? 'play' : 'ban' },
                ...(own
                  ? []
                  : ([
                      { id: 'renew', label: t('networkRenew'), icon: 'key-round' },
                      { id: 'change', label: t('networkChange'), icon: 'pencil' },
                      { id: 'disconnect', label: t('networkDisconnect'), icon: 'unplug', danger: true },
                    ] as const)),
              ]}
              onAction={(chosen) => {
                act.clear();
                if (chosen === 'pause') void pause();
                else if (chosen === 'change') onChange();
                else setAsking(chosen as 'renew' | 'disconnect');
              }}
            />
          </div>
        )}
      </div>
      {problem && (
        <p className="so-card__problem">
          <Icon name="triangle-alert" size="sm" /> <strong>{problem.title}</strong>. {problem.action}
        </p>
      )}
      {asking === null && <ActError act={act} />}
      <Definitions items={factsOf(network)} />
      {asking === 'renew' && <RenewDialog network={network} title={title} onClose={() => setAsking(null)} reload={reload} />}
      {asking === 'disconnect' && (
        <ActDialog
          danger
          title={t('networkDisconnectTitle', { network: title })}
          act={act}
          confirm={t('networkDisconnect')}
          keep={t('networkKeep')}
          onConfirm={() => void disconnect()}
          onClose={() => setAsking(null)}
        >
          <p>{t('networkDisconnectText')}</p>
        </ActDialog>
      )}
    </li>
  );
}

function NetworkState({ network: { kind, knownAs, lastPost, paused, problem, restsUntil } }: { readonly network: NetworkAnswer }) {
  if (problem)
    return (
      <StatusPill tone="danger" icon="circle-x">
        {t('networkStopped')}
      </StatusPill>
    );
  if (paused)
    return (
      <StatusPill tone="neutral" icon="ban">
        {t('postPaused')}
      </StatusPill>
    );
  if (restsUntil)
    return (
      <StatusPill tone="warn" icon="clock">
        {t('networkRests', { when: formatMoment(restsUntil) })}
      </StatusPill>
    );
  // A network of the configuration that was neither asked nor posted on yet.
  if (kind !== 'activitypub' && knownAs === null && lastPost === null) return <StatusPill tone="neutral">{t('networkNotAsked')}</StatusPill>;
  return (
    <StatusPill tone="success" icon="circle-check">
      {t('networkWorks')}
    </StatusPill>
  );
}

function factsOf({ kind, url, account, knownAs, followers, left, waiting, lastPost, lastRefusal }: NetworkAnswer): { term: string; value: ReactNode }[] {
  const language = currentLanguage();
  const latin = (text: string) => <bdi dir="ltr">{text}</bdi>;
  return [
    { term: t('networkKnownAs'), value: knownAs ? <bdi>{knownAs}</bdi> : kind === 'activitypub' ? latin(account) : t('networkNotAsked') },
    ...(url
      ? [
          {
            term: t('networkAddress'),
            value: (
              <bdi dir="ltr" className="so-card__address">
                {[url, account].filter(Boolean).join(' · ')}
              </bdi>
            ),
          },
        ]
      : []),
    ...(followers === null ? [] : [{ term: t('networkFollowers'), value: followers }]),
    {
      term: t('networkLastPost'),
      value: lastPost ? (
        <>
          <Link href={`/staff/news/${lastPost.news}`}>{lastPost.title?.[language] ?? t('networkRefusedItem')}</Link>
          <span className="so-card__when am-caption">{formatMoment(lastPost.at)}</span>
          {lastPost.url && (
            <a className="am-link" href={lastPost.url} target="_blank" rel="noopener noreferrer">
              {t('postSee')}
              <Icon name="external-link" size="sm" />
            </a>
          )}
        </>
      ) : (
        t('networkNever')
      ),
    },
    {
      term: t('networkLastRefusal'),
      value: lastRefusal ? (
        <>
          {lastRefusal.problem.title} <Link href={`/staff/news/${lastRefusal.news}`}>{t('networkRefusedItem')}</Link>
          <span className="so-card__when am-caption">{formatMoment(lastRefusal.at)}</span>
        </>
      ) : (
        t('networkNever')
      ),
    },
    {
      term: t('networkLeft'),
      value: left
        ? t('networkLeftText', { minute: left.minute.left, minuteMost: left.minute.most, day: left.day.left, dayMost: left.day.most })
        : t('networkNoLimit'),
    },
    { term: t('networkWaiting'), value: waiting },
  ];
}
