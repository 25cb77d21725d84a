import { Button, currentLanguage } from '@amanah/ui';
import { useEffect, useState, type HTMLAttributes } from 'react';
import { t } from './messages.ts';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'amanah-share': HTMLAttributes<HTMLElement> & { readonly url: string; readonly title: string; readonly language: string };
    }
  }
}

/** Where plugin social serves its share button: fetched once, and by name, since this plugin works without it. */
const shareButton = '/embed/share.js';

/** Ways to share the card's stable address; where they cannot be loaded, copying it. */
export function ShareLink({ path, title }: { readonly path: string; readonly title: string }) {
  useEffect(() => {
    import(/* @vite-ignore */ shareButton).catch(() => undefined);
  }, []);
  return (
    <amanah-share url={path} title={title} language={currentLanguage()}>
      <CopyLink path={path} />
    </amanah-share>
  );
}

/** Copies the address; no third party is involved (rules.md K4). Where the browser does not let a page copy, the address stands there to be taken by hand. */
function CopyLink({ path }: { readonly path: string }) {
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
