import { Button, useAct } from '@amanah/ui';
import { ActDialog, useReason } from '@amanah/ui/dialog';
import { TextField } from '@amanah/ui/fields';
import { useState } from 'react';
import type { BoardRow } from '../../shared/rollout-answers.ts';
import { api } from '../api.ts';
import { t } from '../messages.ts';

type Deed = 'dry' | 'real' | 'freeze' | 'thaw' | 'advance' | 'rollBack';
const shortestWhy = 3;

/** What the team may do with a municipality now; each act is asked for with its consequence, and with a reason where it is recorded. */
export function UnitActs({ row, reload }: { readonly row: BoardRow; readonly reload: () => void }) {
  const [asked, setAsked] = useState<Deed | null>(null);
  if (!row.mayManage || !row.hasLegacy) return null;
  const { stage, next, blocks, rollBack, frozenUntil, lastImport } = row;
  const imports = (stage === 'legacy' || stage === 'parallel') && lastImport?.state !== 'running' && lastImport?.state !== 'paused';
  const act = (deed: Deed, label: string, tone: 'main' | 'second' | 'danger-second' = 'second') => (
    <Button size="small" tone={tone} onClick={() => setAsked(deed)}>
      {label}
    </Button>
  );
  return (
    <div className="am-actions">
      {next && blocks.length === 0 && act('advance', t('rolloutAdvance', { stage: t(`rolloutStage-${next}`) }), 'main')}
      {imports && act('dry', t('rolloutDry'))}
      {imports && act('real', t('rolloutReal'))}
      {stage === 'parallel' && (frozenUntil ? act('thaw', t('rolloutThaw')) : act('freeze', t('rolloutFreeze')))}
      {rollBack && act('rollBack', t('rolloutRollBack', { stage: t(`rolloutStage-${rollBack.to}`) }), 'danger-second')}
      {asked && (
        <DeedDialog
          row={row}
          deed={asked}
          onClose={(done) => {
            setAsked(null);
            if (done) reload();
          }}
        />
      )}
    </div>
  );
}

function DeedDialog({ row, deed, onClose }: { readonly row: BoardRow; readonly deed: Deed; readonly onClose: (done: boolean) => void }) {
  const act = useAct();
  const why = useReason(shortestWhy);
  const needsWhy = deed !== 'dry' && deed !== 'real';
  const params = { path: { unit: row.unit } };
  const carryOut = async (): Promise<unknown> => {
    if (deed === 'dry' || deed === 'real') return api.POST('/api/shop-licences/rollout/{unit}/imports', { params, body: { kind: deed } });
    if (deed === 'rollBack') return api.POST('/api/shop-licences/rollout/{unit}/roll-back', { params, body: { why: why.value } });
    if (deed === 'advance' && row.next) return api.POST('/api/shop-licences/rollout/{unit}/stage', { params, body: { to: row.next, why: why.value } });
    return api.POST('/api/shop-licences/rollout/{unit}/freeze', { params, body: { on: deed === 'freeze', why: why.value } });
  };
  const go = async () => {
    if (needsWhy && !why.given()) return;
    if (await act.run(carryOut, t('rolloutDone'))) onClose(true);
  };
  return (
    <ActDialog
      title={t(`rolloutAsk-${deed}`)}
      act={act}
      confirm={labelOf(deed, row)}
      keep={t('rolloutCancelDialog')}
      danger={deed === 'rollBack'}
      onConfirm={() => void go()}
      onClose={() => onClose(false)}
    >
      <p>{t(`rolloutAbout-${deed}`)}</p>
      {needsWhy && (
        <TextField
          label={t('rolloutWhy')}
          hint={t('rolloutWhyHint')}
          error={why.short ? t('rolloutWhyNeeded') : undefined}
          value={why.value}
          onChange={why.onChange}
        />
      )}
    </ActDialog>
  );
}

function labelOf(deed: Deed, { next, rollBack }: BoardRow): string {
  if (deed === 'advance') return t('rolloutAdvance', { stage: next ? t(`rolloutStage-${next}`) : '' });
  if (deed === 'rollBack') return t('rolloutRollBack', { stage: rollBack ? t(`rolloutStage-${rollBack.to}`) : '' });
  return t({ dry: 'rolloutDry', real: 'rolloutReal', freeze: 'rolloutFreeze', thaw: 'rolloutThaw' }[deed] as 'rolloutDry');
}
