import { ActError, Button, formatMoment, may, useAct } from '@amanah/ui';
import { TextArea } from '@amanah/ui/fields';
import type { CaseAnswer } from '../../shared/answers/staff-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { useKept } from './use-kept.ts';

const letterLength = 4_000;

interface CaseLettersProps {
  readonly file: CaseAnswer;
  readonly onSent: () => void;
}

/** What the applicant and officials wrote to each other, and a letter more. */
export function CaseLetters({ file: { number, letters, ended }, onSent }: CaseLettersProps) {
  const [body, keep, forget] = useKept(`requests/letter/${number}`, '');
  const act = useAct();
  const send = async () => {
    const sent = await act.run(
      () => api.POST('/api/requests/cases/{number}/letters', { params: { path: { number } }, body: { body: body.trim() } }),
      t('staffLetterSent'),
    );
    if (!sent) return;
    forget();
    onSent();
  };
  return (
    <section className="rs-card" aria-label={t('staffLetters')}>
      {letters.length === 0 && <p className="am-muted">{t('staffLettersNone')}</p>}
      <ol className="rs-letters">
        {letters.map(({ id, fromApplicant, by, body: words, at }) => (
          <li key={id} className={fromApplicant ? 'rs-letter' : 'rs-letter rs-letter--ours'}>
            <p className="am-caption">
              {by} · {formatMoment(at)}
            </p>
            <p className="rs-words">
              <bdi>{words}</bdi>
            </p>
          </li>
        ))}
      </ol>
      {may('requests:task.decide') && !ended && (
        <>
          <ActError act={act} />
          <TextArea label={t('staffLetterLabel')} rows={3} maxLength={letterLength} value={body} onChange={keep} />
          <div>
            <Button size="small" icon="send" busy={act.busy} disabled={body.trim() === ''} onClick={() => void send()}>
              {t('staffLetterSend')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
