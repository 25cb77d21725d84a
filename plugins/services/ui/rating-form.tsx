import { Button, ErrorState, Link, Notice, usePage } from '@amanah/ui';
import { useState, type FormEvent } from 'react';
import type { CardAnswer } from '../shared/answers.ts';
import { api } from './api.ts';
import { t } from './messages.ts';

const STARS = [1, 2, 3, 4, 5] as const;

/** One rating a person and service, changeable; only for those who are signed in. */
export function RatingForm({ card, onRated }: { readonly card: CardAnswer; readonly onRated: () => void }) {
  const { session } = usePage();
  const [stars, setStars] = useState(card.rating.mine?.stars ?? 0);
  const [state, setState] = useState<'idle' | 'sending' | 'done'>('idle');
  const [error, setError] = useState<unknown>(null);
  if (!session)
    return (
      <p>
        <Link href={`/auth/sign-in?rd=${encodeURIComponent(card.path)}`}>{t('rateSignIn')}</Link>
      </p>
    );
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const note = String(new FormData(event.currentTarget).get('note') ?? '').trim();
    setState('sending');
    setError(null);
    api.PUT('/api/services/ratings/{code}', { params: { path: { code: card.code } }, body: { stars, ...(note ? { note } : {}) } }).then(
      () => {
        setState('done');
        onRated();
      },
      (reason: unknown) => {
        setState('idle');
        setError(reason);
      },
    );
  };
  return (
    <form className="sv-voice__form" onSubmit={send}>
      <fieldset className="sv-stars">
        <legend>{t('rateTitle')}</legend>
        {STARS.map((value) => (
          <label key={value} className={value <= stars ? 'sv-star sv-star--on' : 'sv-star'}>
            <input type="radio" name="stars" value={value} required checked={stars === value} onChange={() => setStars(value)} />
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M12 2.6l2.9 5.9 6.5.9-4.7 4.6 1.1 6.5-5.8-3.1-5.8 3.1 1.1-6.5L2.6 9.4l6.5-.9z" />
            </svg>
            <span className="am-hidden">{t('rateStars', { count: value })}</span>
          </label>
        ))}
      </fieldset>
      <label className="am-field">
        <span>{t('rateNote')}</span>
        <textarea className="am-control am-control--area" name="note" rows={3} maxLength={1000} defaultValue={card.rating.mine?.note ?? ''} />
      </label>
      <Button type="submit" tone="second" busy={state === 'sending'}>
        {t('rateSend')}
      </Button>
      {state === 'done' && <Notice live tone="success" title={t('rateDone')} />}
      {error !== null && <ErrorState error={error} />}
    </form>
  );
}
