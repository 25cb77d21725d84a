import { Button, ErrorState, Icon, LinkButton, Notice, ResourceView, Rows, StatusPill, formatDualDate, formatTime, useResource, dataOf } from '@amanah/ui';
import { useState } from 'react';
import type { SignOutAnswer } from '../shared/answers.ts';
import { AccountFrame } from './account-frame.tsx';
import { api } from './api.ts';
import { t } from './messages.ts';
import { Section } from './section.tsx';

const moment = (at: string) => `${formatDualDate(at)} ${formatTime(at)}`;

const METHODS = {
  national: 'factor_national',
  password: 'factor_password',
  totp: 'factor_totp',
  email: 'factor_email',
  passkey: 'factor_passkey',
  'recovery-code': 'factor_recovery-codes',
} as const;

function methodName(method: string): string {
  return method in METHODS ? t(METHODS[method as keyof typeof METHODS]) : method;
}

/** Own sessions and devices, and the one button that ends them all. */
export function SessionsPage() {
  const resource = useResource((signal) => dataOf(api.GET('/api/account/sessions', { signal })).then(({ sessions }) => sessions), []);
  const [everywhere, setEverywhere] = useState<SignOutAnswer | null>(null);
  const [ended, setEnded] = useState<SignOutAnswer | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const act = async (send: () => Promise<SignOutAnswer>, done: (answer: SignOutAnswer) => void) => {
    setBusy(true);
    setError(null);
    await send()
      .then(done, setError)
      .finally(() => setBusy(false));
  };
  const endAll = () => {
    // The frame need not say that the session has ended: this page says it.
    document.body.dataset['signingOut'] = '';
    return act(
      () =>
        dataOf(api.POST('/api/account/sign-out-everywhere')).catch((reason: unknown) => {
          delete document.body.dataset['signingOut'];
          throw reason;
        }),
      setEverywhere,
    );
  };
  const end = (id: string) =>
    act(
      () => dataOf(api.DELETE('/api/account/sessions/{id}', { params: { path: { id } } })),
      (answer) => {
        setEnded(answer);
        resource.reload();
      },
    );

  if (everywhere)
    return (
      <div className="ac-frame">
        <SignedOut report={everywhere} />
        <LinkButton href="/auth/sign-in">{t('signInAgain')}</LinkButton>
      </div>
    );
  return (
    <AccountFrame>
      {error !== null && <ErrorState error={error} />}
      {ended && <SignedOut report={ended} />}
      <ResourceView resource={resource}>
        {(sessions) => (
          <Rows
            rows={sessions.map((session) => ({
              id: session.id,
              start: <Icon name={/android|ios/i.test(session.device) ? 'smartphone' : 'monitor'} size="lg" />,
              title: session.device,
              meta: [
                methodName(session.method),
                <bdi key="address" dir="ltr">
                  {session.address}
                </bdi>,
                t('started', { date: moment(session.createdAt) }),
                t('lastSeen', { date: moment(session.lastSeenAt) }),
                ...(session.reached.length > 0 ? [t('reached', { names: session.reached.map(({ title }) => title).join(' · ') })] : []),
              ],
              end: session.current ? (
                <StatusPill tone="success">{t('thisDevice')}</StatusPill>
              ) : (
                <Button tone="second" size="small" busy={busy} onClick={() => void end(session.id)}>
                  {t('endSession')}
                </Button>
              ),
            }))}
          />
        )}
      </ResourceView>
      <Section title={t('everywhere')} lead={t('signOutEverywhereHint')}>
        <div>
          <Button tone="danger-second" icon="log-out" busy={busy} onClick={() => void endAll()}>
            {t('signOutEverywhere')}
          </Button>
        </div>
      </Section>
    </AccountFrame>
  );
}

function SignedOut({ report }: { readonly report: SignOutAnswer }) {
  const names = report.unreachable.map(({ title }) => title).join(' · ');
  return (
    <Notice live tone={names ? 'warn' : 'success'} title={t('signedOut', { count: report.sessions })}>
      {names ? t('unreachable', { names }) : t('unreachableNone')}
    </Notice>
  );
}
