import { dataOf, showToast, useAct } from '@amanah/ui';
import { ActDialog } from '@amanah/ui/dialog';
import { TextField } from '@amanah/ui/fields';
import { useState } from 'react';
import type { NetworkAnswer } from '../../shared/post-answers.ts';
import { api } from '../api.ts';
import { t } from '../messages.ts';
import { named } from './network-draft.ts';

interface RenewDialogProps {
  readonly network: NetworkAnswer;
  readonly title: string;
  readonly onClose: () => void;
  readonly reload: () => void;
}

/** A new token at the same address: kept only after the network has taken it. */
export function RenewDialog({ network: { id, kind, version }, title, onClose, reload }: RenewDialogProps) {
  const act = useAct();
  const [token, setToken] = useState('');
  const renew = async () => {
    const known = await act.run(() => dataOf(api.PUT('/api/social/office/networks/{id}/token', { params: { path: { id } }, body: { version, token } })));
    if (!known) return;
    showToast(t('networkRenewed', { account: named(known.account) }));
    onClose();
    reload();
  };
  return (
    <ActDialog
      title={t('networkRenewTitle', { network: title })}
      act={act}
      confirm={t('networkRenewDo')}
      keep={t('networkCancel')}
      onConfirm={() => void renew()}
      onClose={onClose}
    >
      <TextField
        type="password"
        autoComplete="off"
        label={t('networkToken')}
        hint={`${kind === 'activitypub' ? '' : t(`networkTokenHint_${kind}`)} ${t('networkTokenOnce')}`}
        value={token}
        maxLength={2_000}
        onChange={setToken}
      />
    </ActDialog>
  );
}
