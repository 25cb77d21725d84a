import { Button, EmptyState, Notice, ResourceView, StatusPill, may, ActError, useAct, FilterField, useTyped, dataOf } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { RevokedAnswer, SessionsAnswer } from '../shared/admin-answers.ts';
import { api } from './api.ts';
import { Confirm } from './confirm.tsx';
import { useLive } from './live.ts';
import { t } from './messages.ts';
import { Sheet } from './sheet.tsx';
import { Code, moment } from './words.tsx';

type Session = SessionsAnswer['sessions'][number];

const METHODS = ['national', 'password', 'totp', 'email', 'passkey', 'recovery-code'] as const;

/** How a session was begun, in words; a way that this page does not know yet stands by its own name. */
function methodName(method: string): string {
  const known = METHODS.find((one) => one === method);
  return known ? t(`method_${known}`) : method;
}

/** Live sessions of everybody, found by the person, and ended one by one. */
export function SessionsPage() {
  const [typed, setTyped] = useState('');
  const query = useTyped(typed);
  const live = useLive(
    (signal) => dataOf(api.GET('/api/operations/sessions', { params: { query: { q: query } }, signal })),
    [query],
    ({ sessions }) => sessions.length === 0,
  );
  const act = useAct();
  const [asked, setAsked] = useState<Session | null>(null);
  const [report, setReport] = useState<RevokedAnswer | null>(null);
  const end = async () => {
    if (!asked) return;
    const answer = await act.run(() => dataOf(api.DELETE('/api/operations/sessions/{id}', { params: { path: { id: asked.id } } })));
    setAsked(null);
    if (answer) setReport(answer);
    live.reload();
  };
  return (
    <Sheet at={live.at}>
      <ActError act={act} />
      {report && (
        <Notice live tone={report.unreachable.length > 0 ? 'warn' : 'success'} title={t('sessionEnded')}>
          {report.unreachable.length > 0 &&
            t('sessionUnreachable', { names: report.unreachable.map(({ title, reason }) => `${title} (${reason})`).join(' · ') })}
        </Notice>
      )}
      <div className="op-search">
        <FilterField label={t('findPerson')} value={typed} onChange={setTyped} />
      </div>
      <ResourceView resource={live} empty={<EmptyState icon="search-x" title={query ? t('sessionNotFound', { query }) : t('sessionsEmpty')} />}>
        {({ sessions }) => <Sessions sessions={sessions} onEnd={setAsked} />}
      </ResourceView>
      <Confirm
        open={asked !== null}
        title={t('sessionEndTitle', { name: asked?.person ?? '' })}
        text={t('sessionEndText')}
        act={t('sessionEnd')}
        busy={act.busy}
        onClose={() => setAsked(null)}
        onConfirm={() => void end()}
      />
    </Sheet>
  );
}

function Sessions({ sessions, onEnd }: { readonly sessions: readonly Session[]; readonly onEnd: (session: Session) => void }) {
  return (
    <Table
      label={t('sessionsTitle')}
      rows={sessions}
      rowKey={(session) => session.id}
      columns={[
        { id: 'person', label: t('columnPerson'), rowHeader: true, cell: (session) => session.person },
        {
          id: 'device',
          label: t('columnDevice'),
          cell: (session) => (
            <span className="op-name">
              {session.device}
              <Code>{session.address}</Code>
            </span>
          ),
        },
        { id: 'method', label: t('columnMethod'), cell: (session) => methodName(session.method) },
        { id: 'reached', label: t('columnReached'), cell: (session) => session.reached.join(' · ') || '—' },
        {
          id: 'times',
          label: t('columnTimes'),
          cell: (session) => (
            <span className="op-name am-caption">
              <span>{t('startedAt', { time: moment(session.createdAt) })}</span>
              <span>{t('lastSeenAt', { time: moment(session.lastSeenAt) })}</span>
            </span>
          ),
        },
        {
          id: 'act',
          label: t('columnActs'),
          cell: (session) =>
            session.current ? (
              <StatusPill tone="success">{t('yourSession')}</StatusPill>
            ) : (
              may('operations:session.revoke') && (
                <Button tone="danger-second" size="small" onClick={() => onEnd(session)}>
                  {t('sessionEnd')}
                </Button>
              )
            ),
        },
      ]}
    />
  );
}
