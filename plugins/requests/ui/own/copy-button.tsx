import { Button } from '@amanah/ui';
import { useState } from 'react';
import { t } from '../forms/messages.ts';

/** Puts a text into the clipboard and says so; not there where the browser lets no page do it. */
export function CopyButton({ text, children }: { readonly text: string; readonly children: string }) {
  const [copied, setCopied] = useState(false);
  if (!('clipboard' in navigator)) return null;
  return (
    <Button
      tone="quiet"
      size="small"
      icon={copied ? 'check' : 'copy'}
      onClick={() =>
        void navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          () => setCopied(false),
        )
      }
    >
      <span role="status">{copied ? t('copied') : children}</span>
    </Button>
  );
}
