import { ActError, ApiProblem, Button, dataOf, Notice, useAct } from '@amanah/ui';
import { TextField } from '@amanah/ui/fields';
import { useState } from 'react';
import type { PasswordAnswer } from '../shared/answers.ts';
import { api } from './api.ts';
import { t } from './messages.ts';

const nothing = { current: '', next: '', again: '' };
/** Refusals that are about one field. */
const FIELD_OF: Readonly<Record<string, keyof typeof nothing>> = {
  IDENTITY_PASSWORD_REFUSED: 'current',
  IDENTITY_PASSWORD_SHORT: 'next',
  IDENTITY_PASSWORD_PERSONAL: 'next',
  IDENTITY_PASSWORD_COMMON: 'next',
  IDENTITY_PASSWORD_SAME: 'next',
};

/** Opens the form once the hub has had its fresh proof, so that nothing typed is lost on the way there. */
export function ChangePassword() {
  const act = useAct();
  const [length, setLength] = useState<number | null>(null);
  const [changed, setChanged] = useState<PasswordAnswer | null>(null);
  const open = async () => {
    setChanged(null);
    const rules = await act.run(() => dataOf(api.GET('/api/account/password')));
    if (rules) setLength(rules.length);
  };
  if (length !== null)
    return (
      <PasswordForm
        length={length}
        onClose={(answer) => {
          setLength(null);
          setChanged(answer);
        }}
      />
    );
  return (
    <>
      {changed && <Changed report={changed} />}
      <ActError act={act} />
      <div>
        <Button tone="second" icon="lock" busy={act.busy} onClick={() => void open()}>
          {t('passwordChange')}
        </Button>
      </div>
    </>
  );
}

function Changed({ report }: { readonly report: PasswordAnswer }) {
  const names = report.unreachable.map(({ title }) => title).join(' · ');
  return (
    <Notice live tone={names ? 'warn' : 'success'} title={t('passwordChanged')}>
      {report.sessions > 0 && <p>{t('signedOut', { count: report.sessions })}</p>}
      {names && <p>{t('unreachable', { names })}</p>}
      {report.mailed && <p>{t('passwordMailed')}</p>}
    </Notice>
  );
}

function PasswordForm({ length, onClose }: { readonly length: number; readonly onClose: (changed: PasswordAnswer | null) => void }) {
  const [typed, setTyped] = useState(nothing);
  const [tried, setTried] = useState(false);
  const act = useAct();
  const faults = {
    current: typed.current === '' ? t('passwordMissing') : undefined,
    next: [...typed.next].length < length ? t('passwordShort', { length }) : undefined,
    again: typed.again !== typed.next ? t('passwordDiffers') : undefined,
  };
  const problem = act.error instanceof ApiProblem ? act.error.problem : null;
  const refused = problem && FIELD_OF[problem.code];
  const errorOf = (field: keyof typeof nothing) =>
    (tried ? faults[field] : undefined) ?? (refused === field ? [problem?.title, problem?.detail].filter(Boolean).join('. ') : undefined);
  const type = (field: keyof typeof nothing) => (value: string) => {
    act.clear();
    setTyped({ ...typed, [field]: value });
  };
  const save = async () => {
    setTried(true);
    if (Object.values(faults).some(Boolean)) return;
    const answer = await act.run(() => dataOf(api.PUT('/api/account/password', { body: { current: typed.current, next: typed.next } })));
    if (answer) onClose(answer);
  };
  return (
    <form
      className="ac-form"
      noValidate
      aria-label={t('passwordChange')}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        label={t('passwordCurrent')}
        type="password"
        autoComplete="current-password"
        value={typed.current}
        onChange={type('current')}
        maxLength={200}
        error={errorOf('current')}
      />
      <TextField
        label={t('passwordNew')}
        hint={t('passwordNewHint', { length })}
        type="password"
        autoComplete="new-password"
        value={typed.next}
        onChange={type('next')}
        maxLength={200}
        error={errorOf('next')}
      />
      <TextField
        label={t('passwordAgain')}
        type="password"
        autoComplete="new-password"
        value={typed.again}
        onChange={type('again')}
        maxLength={200}
        error={errorOf('again')}
      />
      <p className="am-muted">{t('passwordEnds')}</p>
      {!refused && <ActError act={act} />}
      <span className="ac-actions">
        <Button type="submit" busy={act.busy}>
          {t('passwordChange')}
        </Button>
        <Button tone="quiet" onClick={() => onClose(null)}>
          {t('cancel')}
        </Button>
      </span>
    </form>
  );
}
