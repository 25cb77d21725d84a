import { Button, Notice, latinDigits, ActError, useAct } from '@amanah/ui';
import { TextField } from '@amanah/ui/fields';
import { useState } from 'react';
import type { HeldAnswer } from '../shared/answers.ts';
import { api } from './api.ts';
import { t } from './messages.ts';

/** The person's own contact data: the only facts here that did not come from an identity source. */
export function ContactForm({ contact, onSaved }: { readonly contact: HeldAnswer['contact']; readonly onSaved: () => void }) {
  const [email, setEmail] = useState(contact.email ?? '');
  const [mobile, setMobile] = useState(contact.mobile ?? '');
  const [tried, setTried] = useState(false);
  const [saved, setSaved] = useState(false);
  const act = useAct();
  const number = internationalNumber(mobile);
  const emailFault = email === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? undefined : t('emailWrong');
  const mobileFault = number === null || /^\+[1-9]\d{7,14}$/.test(number) ? undefined : t('mobileWrong');
  const save = async () => {
    setTried(true);
    setSaved(false);
    if (emailFault || mobileFault) return;
    if ((await act.run(() => api.PUT('/api/account/contact', { body: { email: email || null, mobile: number } }))) === null) return;
    setSaved(true);
    onSaved();
  };
  return (
    <form
      className="ac-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        label={t('fact_email')}
        type="email"
        autoComplete="email"
        optional
        value={email}
        onChange={setEmail}
        maxLength={200}
        {...(tried && emailFault ? { error: emailFault } : {})}
      />
      <TextField
        label={t('fact_mobile')}
        hint={t('mobileHint')}
        type="tel"
        autoComplete="tel"
        optional
        value={mobile}
        onChange={setMobile}
        maxLength={20}
        {...(tried && mobileFault ? { error: mobileFault } : {})}
      />
      {saved && <Notice live tone="success" title={t('contactSaved')} />}
      <ActError act={act} />
      <div>
        <Button tone="second" type="submit" busy={act.busy}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}

/** A number as typed, in international form: `05…` is a mobile of the Kingdom. */
function internationalNumber(typed: string): string | null {
  const digits = latinDigits(typed).replace(/[\s-]/g, '');
  if (digits === '') return null;
  return /^05\d{8}$/.test(digits) ? `+966${digits.slice(1)}` : digits.replace(/^00/, '+');
}
