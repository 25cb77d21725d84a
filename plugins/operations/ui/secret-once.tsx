import { Button, Notice } from '@amanah/ui';
import { useState } from 'react';
import type { SecretAnswer } from '../shared/admin-answers.ts';
import { t } from './messages.ts';
import { Code } from './words.tsx';

/** A client's secret, shown this once: it is not kept in a readable form anywhere. */
export function SecretOnce({ secret, onClose }: { readonly secret: SecretAnswer; readonly onClose: () => void }) {
  const [copied, setCopied] = useState(false);
  const value = secret.secret;
  if (value === null) return <Notice live tone="success" title={t('clientMade', { id: secret.id })} />;
  return (
    <Notice live tone="warn" title={t('secretOnce', { id: secret.id })}>
      <p className="op-secret">
        <Code>{value}</Code>
      </p>
      <div className="am-actions">
        <Button
          tone="second"
          size="small"
          icon={copied ? 'check' : 'copy'}
          onClick={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}
        >
          {copied ? t('copied') : t('copy')}
        </Button>
        <Button tone="quiet" size="small" onClick={onClose}>
          {t('secretKept')}
        </Button>
      </div>
    </Notice>
  );
}
