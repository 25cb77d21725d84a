import { ApiProblem, dataOf, showToast, useAct } from '@amanah/ui';
import { ActDialog } from '@amanah/ui/dialog';
import { RadioGroup, TextArea, TextField } from '@amanah/ui/fields';
import { useState } from 'react';
import { blockKinds, blockReason, type BlockKind } from '../../shared/block-answers.ts';
import { api } from '../api.ts';
import { t } from '../messages.ts';
import { named } from './network-draft.ts';

interface BlockDialogProps {
  readonly onClose: () => void;
  readonly reload: () => void;
}

/** Names a server or an account, and why it is blocked. */
export function BlockDialog({ onClose, reload }: BlockDialogProps) {
  const act = useAct();
  const [kind, setKind] = useState<BlockKind>('server');
  const [address, setAddress] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const fields = act.error instanceof ApiProblem ? (act.error.problem.fields ?? []) : [];
  const wrongAddress = (tried && address.trim() === '') || fields.some(({ path }) => path === 'address');
  const short = reason.trim().length < blockReason.shortest;
  const [label, hint, wrong] =
    kind === 'server'
      ? (['blockServer', 'blockServerHint', 'blockServerWrong'] as const)
      : (['blockAccount', 'blockAccountHint', 'blockAccountWrong'] as const);

  const block = async () => {
    setTried(true);
    if (short || address.trim() === '') return;
    const done = await act.run(() => dataOf(api.POST('/api/social/office/account/blocks', { body: { kind, address, reason } })));
    if (!done) return;
    showToast(t('blockDone', { address: named(done.address) }));
    onClose();
    reload();
  };
  return (
    <ActDialog danger title={t('blockAddTitle')} act={act} confirm={t('blockAdd')} keep={t('blockCancel')} onConfirm={() => void block()} onClose={onClose}>
      <div className="am-stack">
        <p>{t('blockText')}</p>
        <RadioGroup
          inline
          label={t('blockWhat')}
          value={kind}
          onChange={(next) => {
            act.clear();
            setKind(next);
          }}
          choices={blockKinds.map((one) => ({ id: one, label: t(`blockKind_${one}`) }))}
        />
        <TextField
          type="url"
          label={t(label)}
          hint={t(hint)}
          value={address}
          maxLength={300}
          onChange={(next) => {
            act.clear();
            setAddress(next);
          }}
          error={wrongAddress ? t(wrong) : undefined}
        />
        <TextArea
          label={t('blockReason')}
          value={reason}
          maxLength={blockReason.longest}
          onChange={setReason}
          error={tried && short ? t('blockReasonWrong') : undefined}
        />
      </div>
    </ActDialog>
  );
}
