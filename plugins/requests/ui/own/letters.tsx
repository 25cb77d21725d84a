import { ActError, Button, formatMoment, useAct } from '@amanah/ui';
import { TextArea } from '@amanah/ui/fields';
import { useState, type FormEvent } from 'react';
import type { OwnRequest } from '../../shared/answers/request-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';

export const LETTERS_ID = 'letters';
const LONGEST = 4_000;

/** Letters between the applicant's side and the unit, oldest first, and a new one. */
export function Letters({ request, reload }: { readonly request: OwnRequest; readonly reload: () => void }) {
  const { number, letters, unitName } = request;
  const [body, setBody] = useState('');
  const [missing, setMissing] = useState(false);
  const act = useAct();
  const send = (event: FormEvent) => {
    event.preventDefault();
    const written = body.trim();
    setMissing(written === '');
    if (written === '') return;
    void act
      .run(() => api.POST('/api/requests/own/{number}/letters', { params: { path: { number } }, body: { body: written } }), t('lettersSent'))
      .then((done) => {
        if (!done) return;
        setBody('');
        reload();
      });
  };
  return (
    <section id={LETTERS_ID} className="am-stack am-gap-4 rq-letters" aria-labelledby="rq-letters">
      <h2 id="rq-letters">{t('lettersTitle')}</h2>
      {letters.length === 0 ? (
        <p className="am-muted">{t('lettersNone')}</p>
      ) : (
        <ol className="rq-letters__list">
          {letters.map((letter) => (
            <li key={letter.id} className={letter.fromApplicant ? 'rq-letter rq-letter--mine' : 'rq-letter'}>
              <p className="am-caption">
                <b>{letter.fromApplicant ? letter.by : unitName}</b> · <time dateTime={letter.at}>{formatMoment(letter.at)}</time>
              </p>
              <p className="rq-letter__body" dir="auto">
                {letter.body}
              </p>
            </li>
          ))}
        </ol>
      )}
      <form className="am-stack am-gap-3" onSubmit={send} noValidate>
        <TextArea
          label={t('lettersLabel', { unit: unitName })}
          hint={t('lettersHint')}
          error={missing ? t('lettersNeeded') : undefined}
          value={body}
          onChange={setBody}
          maxLength={LONGEST}
          rows={3}
        />
        <ActError act={act} />
        <div>
          <Button type="submit" tone="second" icon="send" busy={act.busy}>
            {t('lettersSend')}
          </Button>
        </div>
      </form>
    </section>
  );
}
