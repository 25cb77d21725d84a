import { Button, Notice, ActError, useAct, dataOf } from '@amanah/ui';
import { useState } from 'react';
import { api } from './api.ts';
import { t } from './messages.ts';
import { saveAsFile } from './save-as-file.ts';

/** Makes recovery codes and shows them this once. */
export function RecoveryCodes({ replaces, onMade }: { readonly replaces: boolean; readonly onMade: () => void }) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const act = useAct();
  const make = () =>
    act.run(async () => {
      setCodes((await dataOf(api.POST('/api/account/recovery-codes'))).codes);
    });
  const putAway = () => {
    setCodes(null);
    onMade();
  };

  if (!codes)
    return (
      <>
        <ActError act={act} />
        <div>
          <Button tone="second" icon="key-round" busy={act.busy} onClick={() => void make()}>
            {t(replaces ? 'recoveryRenew' : 'recoveryMake')}
          </Button>
        </div>
      </>
    );
  return (
    <>
      <Notice live tone="warn" title={t('recoveryOnce')}>
        <p>{t('recoveryOnceText')}</p>
      </Notice>
      <ol className="ac-codes" aria-label={t('recovery')}>
        {codes.map((code) => (
          <li key={code}>
            <bdi className="am-id" dir="ltr">
              {code}
            </bdi>
          </li>
        ))}
      </ol>
      <span className="ac-actions">
        <Button icon="download" onClick={() => saveAsFile(`${codes.join('\n')}\n`, 'text/plain', 'recovery-codes.txt')}>
          {t('recoverySave')}
        </Button>
        <Button tone="second" icon="check" onClick={putAway}>
          {t('recoveryKept')}
        </Button>
      </span>
    </>
  );
}
