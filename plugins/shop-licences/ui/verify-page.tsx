import { Button, EmptyState, ResourceView, dataOf, useResource } from '@amanah/ui';
import { DigitField } from '@amanah/ui/fields';
import { useState, type FormEvent } from 'react';
import { api } from './api.ts';
import { useAskedNumber } from './asked-number.ts';
import { t } from './messages.ts';
import { VerificationResult } from './verification-result.tsx';

const NUMBER_LENGTH = 11;

/** Anyone types a licence number, or comes with one by a QR code, and reads whether the licence is valid today. */
export function VerifyPage() {
  const [asked, ask] = useAskedNumber();
  const [typed, setTyped] = useState(asked ?? '');
  const [short, setShort] = useState(false);
  const [round, setRound] = useState(0);
  const check = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setShort(typed.length !== NUMBER_LENGTH);
    if (typed.length !== NUMBER_LENGTH) return;
    ask(typed);
    setRound((before) => before + 1);
  };
  return (
    <div className="sl-verify">
      <form className="sl-verify__form" onSubmit={check} noValidate>
        <DigitField
          label={t('number')}
          hint={t('numberHint')}
          error={short ? t('numberWrong') : undefined}
          icon="badge-check"
          value={typed}
          onChange={setTyped}
          length={NUMBER_LENGTH}
        />
        <Button type="submit">{t('check')}</Button>
      </form>
      {asked === null ? (
        <EmptyState icon="badge-check" title={t('startTitle')}>
          {t('startText')}
        </EmptyState>
      ) : (
        <Answer key={`${asked}-${round}`} number={asked} />
      )}
    </div>
  );
}

function Answer({ number }: { readonly number: string }) {
  const resource = useResource((signal) => dataOf(api.GET('/api/shop-licences/verifications/{number}', { params: { path: { number } }, signal })), [number]);
  return (
    <section aria-live="polite" aria-label={t('verifyTitle')}>
      <ResourceView resource={resource} rows={4}>
        {(answer) => <VerificationResult answer={answer} again={resource.reload} />}
      </ResourceView>
    </section>
  );
}
