import { Button } from '@amanah/ui';
import { useState } from 'react';
import { t } from './messages.ts';

/** Copies the card's stable address; no third party is involved (rules.md K4). */
export function ShareLink({ path }: { readonly path: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(new URL(path, location.origin).href);
    setCopied(true);
  };
  return (
    <>
      <Button tone="second" size="small" icon={copied ? 'check' : 'link'} onClick={() => void copy()}>
        {t(copied ? 'shareDone' : 'share')}
      </Button>
      <span className="am-hidden" role="status">
        {copied ? t('shareDone') : ''}
      </span>
    </>
  );
}
