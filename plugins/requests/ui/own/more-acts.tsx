import { ActError, Button, Icon, useAct } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { useState } from 'react';
import type { OwnRequest } from '../../shared/answers/request-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { LETTERS_ID } from './letters.tsx';

/** What else can be done with a request: write, delegate, withdraw. */
export function MoreActs({ request, reload }: { readonly request: OwnRequest; readonly reload: () => void }) {
  const { number, revision, canWithdraw, ended } = request;
  const [asking, setAsking] = useState(false);
  const act = useAct();
  const withdraw = () =>
    void act
      .run(() => api.POST('/api/requests/own/{number}/withdrawal', { params: { path: { number } }, body: { revision } }), t('withdrawDone'))
      .then((done) => {
        if (done) setAsking(false);
        reload();
      });
  return (
    <section className="am-card rq-card" aria-labelledby="rq-more">
      <h2 id="rq-more">{t('moreTitle')}</h2>
      <ul className="rq-more">
        <li>
          <a className="am-link" href={`#${LETTERS_ID}`}>
            <Icon name="message-square" />
            {t('moreWrite')}
          </a>
        </li>
        {!ended && (
          <li>
            <a className="am-link" href="/account/delegations">
              <Icon name="handshake" />
              {t('moreDelegate')}
            </a>
          </li>
        )}
        {canWithdraw && (
          <li>
            <button type="button" className="am-link rq-more__act" onClick={() => setAsking(true)}>
              <Icon name="undo-2" />
              {t('moreWithdraw')}
            </button>
          </li>
        )}
      </ul>
      <Dialog
        open={asking}
        destructive
        title={t('withdrawAsk', { number })}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button tone="danger" busy={act.busy} onClick={withdraw}>
              {t('withdrawDo')}
            </Button>
            <Button tone="second" autoFocus onClick={() => setAsking(false)}>
              {t('withdrawKeep')}
            </Button>
          </>
        }
      >
        <p>{t('withdrawText')}</p>
        <ActError act={act} />
      </Dialog>
    </section>
  );
}
