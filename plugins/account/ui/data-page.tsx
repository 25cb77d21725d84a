import { Button, ErrorState, LinkButton, request } from '@amanah/ui';
import { useState } from 'react';
import { AccountFrame } from './account-frame.tsx';
import { t } from './messages.ts';

/** Rights over personal data (rules.md F4): see and copy here, correct and destroy by request. */
export function DataPage() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const download = async () => {
    setBusy(true);
    setError(null);
    await request<unknown>('/api/account/export')
      .then(saveAsFile, setError)
      .finally(() => setBusy(false));
  };
  return (
    <AccountFrame>
      <section className="ac-section">
        <p>{t('dataExportHint')}</p>
        <div>
          <Button icon="download" busy={busy} onClick={() => void download()}>
            {t('dataExport')}
          </Button>
        </div>
        {error !== null && <ErrorState error={error} />}
      </section>
      <section className="ac-section">
        <h2>{t('dataCorrect')}</h2>
        <p>{t('dataCorrectText')}</p>
      </section>
      <section className="ac-section">
        <h2>{t('dataErase')}</h2>
        <p>{t('dataEraseText')}</p>
      </section>
      <div>
        <LinkButton tone="second" href="/services/SRV-115">
          {t('dataRequest')}
        </LinkButton>
      </div>
    </AccountFrame>
  );
}

function saveAsFile(data: unknown): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: address, download: 'my-data.json' });
  link.click();
  URL.revokeObjectURL(address);
}
