import { IconButton, Notice, showToast } from '@amanah/ui';
import { t } from '../messages.ts';

export interface EncoderAddress {
  readonly address: string | null;
  readonly key: string;
}

/** Where an encoder sends, and its key: this is the only time it is shown. */
export function EncoderShown({ encoder: { address, key } }: { readonly encoder: EncoderAddress }) {
  return (
    <div className="mo-stack">
      <Notice tone="warn" title={t('keyOnce')} />
      {address === null ? <p>{t('encoderNone')}</p> : <Copied label={t('encoderAddress')} value={address} copy={t('encoderAddressCopy')} />}
      <Copied label={t('encoderKey')} value={key} copy={t('encoderKeyCopy')} />
    </div>
  );
}

function Copied({ label, value, copy }: { readonly label: string; readonly value: string; readonly copy: string }) {
  const take = async () => {
    await navigator.clipboard.writeText(value);
    showToast(t('copied'));
  };
  return (
    <div>
      <p className="am-field__label">{label}</p>
      <div className="mo-copied">
        <code dir="ltr">{value}</code>
        <IconButton icon="copy" label={copy} onClick={() => void take()} />
      </div>
    </div>
  );
}
