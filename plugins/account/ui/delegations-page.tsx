import {
  Button,
  Icon,
  LinkButton,
  Notice,
  ResourceView,
  Rows,
  StatusPill,
  formatDualDate,
  useResource,
  type Row,
  type Tone,
  ActError,
  useAct,
  dataOf,
} from '@amanah/ui';
import { useState } from 'react';
import type { DelegationsAnswer } from '../shared/answers.ts';
import { AccountFrame } from './account-frame.tsx';
import { api } from './api.ts';
import { DelegationForm } from './delegation-form.tsx';
import { t } from './messages.ts';
import { Section } from './section.tsx';

type Delegation = DelegationsAnswer['given'][number];

const TONES: Readonly<Record<Delegation['state'], Tone | 'neutral'>> = { offered: 'info', active: 'success', expired: 'neutral', ended: 'neutral' };

/** Delegations given and received: accepted by the delegate, ended at once by either. */
export function DelegationsPage() {
  const resource = useResource((signal) => dataOf(api.GET('/api/account/delegations', { signal })), []);
  const [giving, setGiving] = useState(false);
  const [told, setTold] = useState<'delegationGiven' | 'delegationAccepted' | 'delegationEnded' | null>(null);
  const act = useAct();
  const send = async (work: () => Promise<unknown>, done: 'delegationAccepted' | 'delegationEnded') => {
    setTold(null);
    if ((await act.run(work)) === null) return;
    setTold(done);
    resource.reload();
  };
  const end = (id: string) => void send(() => api.DELETE('/api/account/delegations/{id}', { params: { path: { id } } }), 'delegationEnded');
  const accept = (id: string) => void send(() => api.POST('/api/account/delegations/{id}/accept', { params: { path: { id } } }), 'delegationAccepted');

  return (
    <AccountFrame>
      {told && (
        <Notice live tone="success" title={t(told)}>
          {told === 'delegationAccepted' && (
            <p>
              <a href="/auth/capacity?rd=/account/delegations">{t('capacityChange')}</a>
            </p>
          )}
        </Notice>
      )}
      <ActError act={act} />
      <ResourceView resource={resource}>
        {({ given, received, principal, services, offices }) => (
          <>
            <Section title={t('delegationsReceived')}>
              {received.length === 0 ? (
                <p className="am-muted">{t('delegationsReceivedNone')}</p>
              ) : (
                <Rows rows={received.map((one) => rowOf(one, one.principal, { end, accept, busy: act.busy }))} />
              )}
            </Section>
            <Section title={t('delegationsGiven')} lead={t('delegationsGivenNoneText')}>
              {given.length === 0 && !giving ? (
                <p className="am-muted">{t('delegationsGivenNone')}</p>
              ) : (
                <Rows rows={given.map((one) => rowOf(one, one.delegate ?? one.delegateNumber, { end, busy: act.busy }))} />
              )}
              {principal === null && (
                <Notice tone="info" title={t('delegationNotNow')}>
                  <p>{t('delegationNotNowText')}</p>
                  <LinkButton tone="second" size="small" href="/auth/capacity?rd=/account/delegations">
                    {t('capacityChange')}
                  </LinkButton>
                </Notice>
              )}
              {principal !== null && !giving && (
                <div>
                  <Button icon="plus" onClick={() => setGiving(true)}>
                    {t('delegationGive')}
                  </Button>
                </div>
              )}
              {principal !== null && giving && (
                <DelegationForm
                  principal={principal}
                  services={services}
                  offices={offices}
                  onCancel={() => setGiving(false)}
                  onGiven={() => {
                    setGiving(false);
                    setTold('delegationGiven');
                    resource.reload();
                  }}
                />
              )}
            </Section>
          </>
        )}
      </ResourceView>
    </AccountFrame>
  );
}

function rowOf(
  one: Delegation,
  name: string,
  acts: { readonly end: (id: string) => void; readonly accept?: (id: string) => void; readonly busy: boolean },
): Row {
  const open = one.state === 'offered' || one.state === 'active';
  return {
    id: one.id,
    start: <Icon name={one.office ? 'building-2' : 'handshake'} size="lg" />,
    title: <bdi>{name}</bdi>,
    meta: [
      t('delegationUntil', { date: formatDualDate(one.expiresAt) }),
      t('delegationServices', { count: one.services.length, names: one.services.map(({ title }) => title).join('، ') }),
      ...(one.feeLimit === null ? [] : [t('delegationLimit', { amount: one.feeLimit })]),
      t('delegationNumber', { number: one.id }),
    ],
    end: (
      <span className="ac-actions">
        <StatusPill tone={TONES[one.state]}>{t(`delegation_${one.state}`)}</StatusPill>
        {acts.accept && one.state === 'offered' && (
          <Button size="small" busy={acts.busy} onClick={() => acts.accept?.(one.id)}>
            {t('delegationAccept')}
          </Button>
        )}
        {open && (
          <Button tone="second" size="small" busy={acts.busy} aria-label={t('delegationEndNamed', { name })} onClick={() => acts.end(one.id)}>
            {t(acts.accept ? 'delegationGiveBack' : 'delegationWithdraw')}
          </Button>
        )}
      </span>
    ),
  };
}
