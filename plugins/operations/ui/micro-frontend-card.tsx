import { Button, Definitions, Notice, StatusPill, type Tone, ActError, useAct, dataOf } from '@amanah/ui';
import { useState } from 'react';
import type { IntegrityAnswer, MicroFrontendsAnswer } from '../shared/admin-answers.ts';
import { api } from './api.ts';
import { Confirm } from './confirm.tsx';
import { t } from './messages.ts';
import { accessWords } from './systems-page.tsx';
import { Code, moment } from './words.tsx';

type Micro = MicroFrontendsAnswer['microFrontends'][number];

const TONES: Record<Micro['state'], Tone> = { active: 'success', 'awaiting-review': 'warn', refused: 'danger' };
const WORDS = { active: 'micro_active', 'awaiting-review': 'micro_awaiting', refused: 'micro_refused' } as const;

/** One micro-frontend: where it comes from, its files with their hashes, and the review that lets it run in the page. */
export function MicroFrontendCard({ micro, mine, reload }: { readonly micro: Micro; readonly mine: boolean; readonly reload: () => void }) {
  const act = useAct();
  const [checked, setChecked] = useState<IntegrityAnswer | null>(null);
  const [removing, setRemoving] = useState(false);
  const params = { path: { id: micro.id } };
  const compare = async () => setChecked(await act.run(() => dataOf(api.POST('/api/operations/micro-frontends/{id}/check', { params }))));
  const review = (approve: boolean) =>
    act
      .run(() => api.POST('/api/operations/micro-frontends/{id}/review', { params, body: { approve } }), t(approve ? 'microApproved' : 'microWithdrawn'))
      .then(reload);
  const remove = async () => {
    await act.run(() => api.DELETE('/api/operations/micro-frontends/{id}', { params }), t('microRemoved'));
    setRemoving(false);
    reload();
  };
  const stateOf = (file: string) => checked?.files.find((one) => one.path === file)?.state;
  return (
    <li className="op-card">
      <div className="op-letter__head">
        <h2>{micro.title}</h2>
        <Code>{micro.id}</Code>
        <StatusPill tone={TONES[micro.state]}>{t(WORDS[micro.state])}</StatusPill>
      </div>
      <ActError act={act} />
      {micro.state === 'awaiting-review' && (
        <Notice tone="warn" title={t('microAwaitingTitle')}>
          {t('microAwaitingText')}
        </Notice>
      )}
      <Definitions
        items={[
          { term: t('microOrigin'), value: <Code>{micro.origin}</Code> },
          { term: t('microAt'), value: <Code>{micro.at}</Code> },
          { term: t('columnAccess'), value: accessWords(micro.permission) },
          { term: t('microReviewed'), value: micro.reviewedAt ? moment(micro.reviewedAt) : '—' },
        ]}
      />
      <h3>{t('microFiles', { count: micro.files.length })}</h3>
      <ul className="op-files">
        {micro.files.map((file) => (
          <li key={file.path}>
            <Code>{file.path === micro.entry ? `${file.path} *` : file.path}</Code>
            <Code>{file.hash}</Code>
            {stateOf(file.path) && <StatusPill tone={stateOf(file.path) === 'same' ? 'success' : 'danger'}>{t(`file_${stateOf(file.path)!}`)}</StatusPill>}
          </li>
        ))}
      </ul>
      <div className="am-actions">
        {mine && micro.state !== 'active' && (
          <Button size="small" icon="shield-check" busy={act.busy} onClick={() => void review(true)}>
            {t('microApprove')}
          </Button>
        )}
        {mine && micro.state !== 'refused' && (
          <Button tone="danger-second" size="small" icon="ban" busy={act.busy} onClick={() => void review(false)}>
            {t('microWithdraw')}
          </Button>
        )}
        <Button tone="second" size="small" icon="refresh-cw" busy={act.busy} busyText={t('checking')} onClick={() => void compare()}>
          {t('microCompare')}
        </Button>
        {mine && (
          <Button tone="quiet" size="small" icon="trash-2" onClick={() => setRemoving(true)}>
            {t('microRemove')}
          </Button>
        )}
      </div>
      <Confirm
        open={removing}
        title={t('microRemoveTitle', { name: micro.title })}
        text={t('microRemoveText')}
        act={t('microRemove')}
        busy={act.busy}
        onClose={() => setRemoving(false)}
        onConfirm={() => void remove()}
      />
    </li>
  );
}
