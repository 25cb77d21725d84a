import { Button, ErrorState, Icon, Notice, dataOf } from '@amanah/ui';
import { useId, useState, type FormEvent } from 'react';
import { api } from './api.ts';
import { t } from './messages.ts';

const SHORTEST = 10;

/** Says that something on the card is wrong; answers with a reference number. */
export function ProblemForm({ code }: { readonly code: string }) {
  const [sending, setSending] = useState(false);
  const [short, setShort] = useState(false);
  const [reference, setReference] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const hint = useId();
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const description = String(new FormData(event.currentTarget).get('description') ?? '').trim();
    setShort(description.length < SHORTEST);
    if (description.length < SHORTEST) return;
    setSending(true);
    setError(null);
    dataOf(api.POST('/api/services/problems/{code}', { params: { path: { code } }, body: { description } }))
      .then(
        ({ reference: number }) => setReference(number),
        (reason: unknown) => setError(reason),
      )
      .finally(() => setSending(false));
  };
  return (
    <details className="sv-question">
      <summary>
        {t('reportTitle')}
        <Icon name="chevron-down" />
      </summary>
      {reference ? (
        <Notice live tone="success" title={t('reportDone', { reference })} />
      ) : (
        <form className="sv-voice__form" onSubmit={send} noValidate>
          <label className={short ? 'am-field am-field--error' : 'am-field'}>
            <span>{t('reportText')}</span>
            <span className="am-caption" id={hint}>
              {short ? t('reportShort') : t('reportHint')}
            </span>
            <textarea
              className="am-control am-control--area"
              name="description"
              rows={4}
              maxLength={2000}
              required
              aria-describedby={hint}
              aria-invalid={short}
            />
          </label>
          <Button type="submit" tone="second" busy={sending}>
            {t('reportSend')}
          </Button>
          {error !== null && <ErrorState error={error} />}
        </form>
      )}
    </details>
  );
}
