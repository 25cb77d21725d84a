import { Button } from '@amanah/ui';
import { useState } from 'react';
import { t } from './messages.ts';

/** Copies the card's stable address; no third party is involved (rules.md K4). Where the browser does not let a page copy, the address stands there to be taken by hand. */
export function ShareLink({ path }: { readonly path: string }) {
  const [shared, setShared] = useState<'copied' | 'shown' | null>(null);
  const address = new URL(path, location.origin).href;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      setShared('copied');
    } catch {
      setShared('shown');
    }
  };
  if (shared === 'shown')
    return (
      <label className="sv-share">
        <span className="am-caption">{t('shareByHand')}</span>
        <input className="am-control" dir="ltr" readOnly autoFocus value={address} onFocus={(event) => event.target.select()} />
      </label>
    );
  return (
    <>
      <Button tone="second" size="small" icon={shared ? 'check' : 'link'} onClick={() => void copy()}>
        {t(shared ? 'shareDone' : 'share')}
      </Button>
      <span className="am-hidden" role="status">
        {shared ? t('shareDone') : ''}
      </span>
    </>
  );
}
