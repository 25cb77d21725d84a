import { Button } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { TextField } from '@amanah/ui/fields';
import { useState } from 'react';
import { safeAddress } from '../../shared/safe-address.ts';
import { t } from '../messages.ts';
import type { TextEditor } from './text-editor.ts';

/** Where the selected words lead. */
export function LinkDialog({ editor, onClose }: { readonly editor: TextEditor; readonly onClose: () => void }) {
  const [before] = useState(editor.link);
  const [address, setAddress] = useState(before);
  const [wrong, setWrong] = useState(false);
  const set = () => {
    const href = safeAddress(address);
    setWrong(href === null);
    if (href === null) return;
    onClose();
    editor.setLink(href);
  };
  return (
    <Dialog
      open
      title={t('newsLinkTitle')}
      onClose={onClose}
      actions={
        <>
          <Button tone="second" onClick={onClose}>
            {t('newsCancel')}
          </Button>
          {before && (
            <Button
              tone="second"
              onClick={() => {
                onClose();
                editor.setLink(null);
              }}
            >
              {t('newsLinkRemove')}
            </Button>
          )}
          <Button onClick={set}>{t('newsLinkSet')}</Button>
        </>
      }
    >
      <TextField
        type="url"
        label={t('newsLinkAddress')}
        hint={t('newsLinkHint')}
        value={address}
        onChange={setAddress}
        error={wrong ? t('newsLinkWrong') : undefined}
      />
    </Dialog>
  );
}
