import { ActError, Button, Notice, dataOf, useAct } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { RadioGroup, TextArea } from '@amanah/ui/fields';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { UnknownWritesAnswer } from '../../shared/exchange-answers.ts';
import { api } from '../api.ts';
import { useLive } from '../live.ts';
import { t } from '../messages.ts';
import { Code, moment } from '../words.tsx';

type Write = UnknownWritesAnswer['writes'][number];

/** Writes whose outcome nobody knows: a person finds out at the system and says so here. Nothing is shown while there are none. */
export function UnknownWrites() {
  const live = useLive((signal) => dataOf(api.GET('/api/operations/unknown-writes', { signal })), []);
  const [asked, setAsked] = useState<Write | null>(null);
  if (live.status !== 'ready' || live.data.writes.length === 0) return null;
  return (
    <Notice tone="warn" title={t('unknownWrites', { count: live.data.writes.length })}>
      <p>{t('unknownWritesText')}</p>
      <Table
        label={t('unknownWrites', { count: live.data.writes.length })}
        rows={live.data.writes}
        rowKey={(write) => `${write.system} ${write.key}`}
        columns={[
          { id: 'at', label: t('columnWhen'), cell: (write) => moment(write.startedAt) },
          {
            id: 'operation',
            label: t('columnOperation'),
            rowHeader: true,
            cell: (write) => (
              <span className="op-name">
                <b>{write.systemTitle}</b>
                <Code>{write.operation}</Code>
              </span>
            ),
          },
          { id: 'case', label: t('columnCase'), cell: (write) => (write.case ? <Code>{write.case}</Code> : '—') },
          { id: 'key', label: t('columnKey'), cell: (write) => <Code>{write.key}</Code> },
          {
            id: 'acts',
            label: t('columnActs'),
            cell: (write) =>
              write.maySettle && (
                <Button size="small" tone="second" onClick={() => setAsked(write)}>
                  {t('settle')}
                </Button>
              ),
          },
        ]}
      />
      {asked && (
        <Settle
          write={asked}
          onClose={() => {
            setAsked(null);
            live.reload();
          }}
        />
      )}
    </Notice>
  );
}

function Settle({ write, onClose }: { readonly write: Write; readonly onClose: () => void }) {
  const [found, setFound] = useState<'done' | 'not-done'>('done');
  const [note, setNote] = useState('');
  const act = useAct();
  const settle = async () => {
    const done = await act.run(
      () => api.POST('/api/operations/unknown-writes/settle', { body: { system: write.system, key: write.key, found, note } }),
      t('settled'),
    );
    if (done !== null) onClose();
  };
  return (
    <Dialog
      open
      title={t('settleTitle', { system: write.systemTitle })}
      onClose={onClose}
      actions={
        <>
          <Button tone="second" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button busy={act.busy} onClick={() => void settle()}>
            {t('settle')}
          </Button>
        </>
      }
    >
      <div className="op-fields">
        <ActError act={act} />
        <RadioGroup
          label={t('settleFound')}
          value={found}
          onChange={(chosen) => setFound(chosen as 'done' | 'not-done')}
          choices={(['done', 'not-done'] as const).map((id) => ({ id, label: t(`settle_${id}`), hint: t(`settleHint_${id}`) }))}
        />
        <TextArea rows={3} label={t('settleNote')} value={note} onChange={setNote} />
      </div>
    </Dialog>
  );
}
