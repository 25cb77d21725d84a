import { Button, EmptyState, Notice, ResourceView, ActError, useAct, FilterField, useTyped, dataOf } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { AuditAnswer, VerifyAnswer } from '../shared/admin-answers.ts';
import { api } from './api.ts';
import { useLive } from './live.ts';
import { t } from './messages.ts';
import { Sheet } from './sheet.tsx';
import { Code, moment } from './words.tsx';

type Entry = AuditAnswer['records'][number];

/** The append-only record of what was done: latest entries, older ones on request, and the proof that none was changed. */
export function AuditPage() {
  const [typed, setTyped] = useState('');
  const query = useTyped(typed);
  const live = useLive(
    (signal) => dataOf(api.GET('/api/operations/audit', { params: { query: { q: query } }, signal })),
    [query],
    ({ records }) => records.length === 0,
  );
  const act = useAct();
  const [verified, setVerified] = useState<VerifyAnswer | null>(null);
  const verify = async () => setVerified(await act.run(() => dataOf(api.POST('/api/operations/audit/verify'))));
  return (
    <Sheet
      at={live.at}
      actions={
        <Button tone="second" size="small" icon="shield-check" busy={act.busy} busyText={t('verifying')} onClick={() => void verify()}>
          {t('verify')}
        </Button>
      }
    >
      <ActError act={act} />
      {verified && <Verified result={verified} />}
      <div className="op-search">
        <FilterField label={t('findRecord')} value={typed} onChange={setTyped} />
      </div>
      <ResourceView resource={live} empty={<EmptyState icon="search-x" title={t('auditEmpty')} />}>
        {({ records }) => <Records key={query} query={query} latest={records} />}
      </ResourceView>
    </Sheet>
  );
}

function Verified({ result: { records, brokenAt } }: { readonly result: VerifyAnswer }) {
  return brokenAt === null ? (
    <Notice live tone="success" title={t('auditWhole', { count: records })}>
      {t('auditWholeText')}
    </Notice>
  ) : (
    <Notice live tone="danger" title={t('auditBroken', { number: brokenAt })}>
      {t('auditBrokenText')}
    </Notice>
  );
}

function Records({ query, latest }: { readonly query: string; readonly latest: readonly Entry[] }) {
  const [older, setOlder] = useState<readonly Entry[]>([]);
  const act = useAct();
  const seen = new Set(latest.map((record) => record.number));
  const records = [...latest, ...older.filter((record) => !seen.has(record.number))];
  const last = records.at(-1)?.number ?? 1;
  const more = async () => {
    const answer = await act.run(() => dataOf(api.GET('/api/operations/audit', { params: { query: { q: query, before: last } } })));
    if (answer) setOlder([...older, ...answer.records]);
  };
  return (
    <>
      <Table
        label={t('auditTitle')}
        rows={records}
        rowKey={(record) => String(record.number)}
        columns={[
          { id: 'number', label: t('columnNumber'), numeric: true, cell: (record) => record.number },
          { id: 'at', label: t('columnWhen'), cell: (record) => <span className="am-caption">{moment(record.at)}</span> },
          { id: 'action', label: t('columnAction'), rowHeader: true, cell: (record) => <Code>{record.action}</Code> },
          { id: 'actor', label: t('columnPerson'), cell: (record) => record.actor ?? t('byHub') },
          { id: 'subject', label: t('columnSubject'), cell: (record) => <Code>{record.subject}</Code> },
          { id: 'request', label: t('columnRequest'), cell: (record) => <Code>{record.requestId}</Code> },
        ]}
      />
      <ActError act={act} />
      {last > 1 && (
        <div>
          <Button tone="second" size="small" busy={act.busy} onClick={() => void more()}>
            {t('older')}
          </Button>
        </div>
      )}
    </>
  );
}
