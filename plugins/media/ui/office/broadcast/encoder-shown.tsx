import { Notice } from '@amanah/ui';
import { Copied } from '../copied.tsx';
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
