import { ActError, Button, dataOf, Loading, useAct, useResource } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { TextArea } from '@amanah/ui/fields';
import { Select } from '@amanah/ui/select';
import { useState } from 'react';
import type { BatchAnswer } from '../../shared/answers/staff-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';

interface HandOverDialogProps {
  readonly tasks: readonly { readonly request: string; readonly token: number }[];
  readonly onClose: () => void;
  readonly onDone: (answer: BatchAnswer) => void;
}

const noteLength = 500;

/** Gives tasks to a colleague: those who hold the role, with how much they have already. */
export function HandOverDialog({ tasks, onClose, onDone }: HandOverDialogProps) {
  const [first] = tasks;
  const [to, setTo] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const act = useAct();
  const found = useResource(
    (signal) =>
      dataOf(api.GET('/api/requests/tasks/{request}/{token}/colleagues', { params: { path: { request: first!.request, token: first!.token } }, signal })),
    [first?.request, first?.token],
  );
  const hand = async () => {
    if (to === null) return;
    const body = { tasks: [...tasks], to, ...(note.trim() ? { note: note.trim() } : {}) };
    const answer = await act.run(() => dataOf(api.POST('/api/requests/tasks/hand-overs', { body })));
    if (answer) onDone(answer);
  };
  const colleagues = found.status === 'ready' ? found.data.colleagues : [];
  return (
    <Dialog
      open
      title={t('staffHandOverTitle')}
      onClose={onClose}
      actions={
        <>
          <Button busy={act.busy} disabled={to === null} onClick={() => void hand()}>
            {t('staffHandOver')}
          </Button>
          <Button tone="quiet" onClick={onClose}>
            {t('staffCancel')}
          </Button>
        </>
      }
    >
      <div className="am-stack am-gap-4">
        <ActError act={found.status === 'error' ? found : act} />
        {found.status === 'loading' && <Loading rows={1} />}
        {found.status === 'ready' && colleagues.length === 0 && <p>{t('staffColleagueNone')}</p>}
        {colleagues.length > 0 && (
          <>
            <Select
              label={t('staffColleague')}
              value={to}
              onChange={setTo}
              options={colleagues.map(({ id, name, open }) => ({ id, label: name, hint: t('staffHas', { count: open }) }))}
            />
            <TextArea label={t('staffNoteToColleague')} optional rows={2} maxLength={noteLength} value={note} onChange={setNote} />
          </>
        )}
      </div>
    </Dialog>
  );
}
