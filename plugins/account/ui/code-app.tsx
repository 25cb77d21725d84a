import { Button, Notice, ActError, useAct, dataOf } from '@amanah/ui';
import { DigitField } from '@amanah/ui/fields';
import { useState } from 'react';
import type { TotpAnswer } from '../shared/answers.ts';
import { api } from './api.ts';
import { t } from './messages.ts';

/** Connects an authenticator app: a picture to scan, the secret to type, and one code as the proof. */
export function CodeApp({ replaces, onAdded }: { readonly replaces: boolean; readonly onAdded: () => void }) {
  const [offer, setOffer] = useState<TotpAnswer | null>(null);
  const [code, setCode] = useState('');
  const [added, setAdded] = useState(false);
  const act = useAct();
  const begin = () =>
    act.run(async () => {
      setAdded(false);
      setCode('');
      setOffer(await dataOf(api.POST('/api/account/totp')));
    });
  const confirm = async () => {
    if ((await act.run(() => api.POST('/api/account/totp/confirm', { body: { code } }))) === null) return setCode('');
    setOffer(null);
    setAdded(true);
    onAdded();
  };

  if (!offer)
    return (
      <>
        {added && <Notice live tone="success" title={t('totpAdded')} />}
        <ActError act={act} />
        <div>
          <Button tone="second" icon="smartphone" busy={act.busy} onClick={() => void begin()}>
            {t(replaces ? 'totpReplace' : 'totpAdd')}
          </Button>
        </div>
      </>
    );
  return (
    <form
      className="ac-offer"
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <img className="ac-qr" src={`data:image/svg+xml,${encodeURIComponent(offer.svg)}`} width={232} height={232} alt={t('totpPicture')} />
      <div className="ac-offer__words">
        <p>{t('totpScan')}</p>
        <p>
          {t('totpType')}{' '}
          <bdi className="am-id ac-secret" dir="ltr">
            {offer.secret.replace(/(.{4})(?=.)/g, '$1 ')}
          </bdi>
        </p>
        <DigitField label={t('totpCode')} hint={t('totpCodeHint')} value={code} onChange={setCode} length={6} autoComplete="one-time-code" />
        <ActError act={act} />
        <span className="ac-actions">
          <Button type="submit" busy={act.busy} disabled={code.length !== 6}>
            {t('totpConfirm')}
          </Button>
          <Button tone="quiet" onClick={() => setOffer(null)}>
            {t('cancel')}
          </Button>
        </span>
      </div>
    </form>
  );
}
