import { Button, Icon, Link, Notice, formatMoment, usePage } from '@amanah/ui';
import { useState } from 'react';
import type { CardAnswer } from '../shared/answers.ts';
import { outageWords } from '../shared/outage-words.ts';
import { api } from './api.ts';
import { t } from './messages.ts';

type Outage = CardAnswer['outages'][number];

/** What is out of order now, each as a sentence with what still works and the offer to be told; and what is announced ahead. */
export function Outages({ card }: { readonly card: CardAnswer }) {
  return (
    <>
      {card.outages.map((outage) => (
        <Notice key={outage.system} tone={outage.kind === 'down' ? 'danger' : 'warn'} title={t('outageTitle')}>
          <p>
            {sentence(card, outage)} {outage.note}
          </p>
          <p>{t('outageWorks')}</p>
          <ul className="sv-works">
            {outage.works.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
          <Follow card={card} outage={outage} />
        </Notice>
      ))}
      {card.downtime.map((one) => (
        <Notice key={`${one.title} ${one.from}`} tone="info" title={t('downtimeTitle')}>
          {t('downtimeText', { system: one.title, from: formatMoment(one.from), until: formatMoment(one.until) })} {one.note}
        </Notice>
      ))}
    </>
  );
}

function sentence(card: CardAnswer, outage: Outage): string {
  const { key, params } = outageWords(card, outage, formatMoment);
  return t(key, params);
}

function Follow({ card, outage }: { readonly card: CardAnswer; readonly outage: Outage }) {
  const { session } = usePage();
  const [state, setState] = useState<'idle' | 'sending' | 'failed' | 'followed'>(outage.followed ? 'followed' : 'idle');
  if (!session)
    return (
      <p>
        <Link href={`/auth/sign-in?rd=${encodeURIComponent(card.path)}`}>{t('outageSignIn')}</Link>
      </p>
    );
  const follow = () => {
    setState('sending');
    api.POST('/api/services/outages/{code}/{system}', { params: { path: { code: card.code, system: outage.system } } }).then(
      () => setState('followed'),
      () => setState('failed'),
    );
  };
  return (
    <p role="status">
      {state === 'followed' ? (
        <span className="sv-followed">
          <Icon name="bell-ring" size="sm" /> {t('outageFollowed')}
        </span>
      ) : (
        <Button tone="second" size="small" icon="bell-ring" busy={state === 'sending'} onClick={follow}>
          {t('outageFollow')}
        </Button>
      )}
      {state === 'failed' && <span className="am-caption"> {t('outageFollowFailed')}</span>}
    </p>
  );
}
