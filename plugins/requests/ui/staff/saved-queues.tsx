import { ActError, Button, Chip, dataOf, IconButton, useAct, useResource } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { TextField } from '@amanah/ui/fields';
import { useState } from 'react';
import type { InboxFilter } from '../../shared/answers/staff-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { addressOf, wholeInbox } from './inbox-filter.ts';

const nameLength = 80;

interface SavedQueuesProps {
  readonly filter: InboxFilter;
  readonly onFilter: (filter: InboxFilter) => void;
}

/** Views of the inbox that the official keeps under a name: one press away, and forgotten as easily. */
export function SavedQueues({ filter, onFilter }: SavedQueuesProps) {
  const kept = useResource((signal) => dataOf(api.GET('/api/requests/queues', { signal })), []);
  const act = useAct();
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState('');
  const queues = kept.status === 'ready' ? kept.data.queues : [];
  const now = addressOf(filter);
  const keep = async () => {
    const saved = await act.run(
      () => api.PUT('/api/requests/queues/{name}', { params: { path: { name: name.trim() } }, body: { filter } }),
      t('staffQueueSaved'),
    );
    if (!saved) return;
    setNaming(false);
    setName('');
    kept.reload();
  };
  const forget = (which: string) => act.run(() => api.DELETE('/api/requests/queues/{name}', { params: { path: { name: which } } })).then(kept.reload);
  return (
    <div className="rs-queues" role="group" aria-label={t('staffQueues')}>
      {queues.map((queue) => {
        const on = addressOf(queue.filter) === now;
        return (
          <span key={queue.name} className="rs-queue">
            <Chip selected={on} onClick={() => onFilter(on ? wholeInbox : queue.filter)}>
              {queue.name}
            </Chip>
            {on && <IconButton icon="trash-2" label={t('staffQueueForget', { name: queue.name })} onClick={() => void forget(queue.name)} />}
          </span>
        );
      })}
      {now !== '' && !queues.some((queue) => addressOf(queue.filter) === now) && (
        <Button tone="quiet" size="small" icon="star" onClick={() => setNaming(true)}>
          {t('staffSaveView')}
        </Button>
      )}
      {naming && (
        <Dialog
          open
          title={t('staffSaveView')}
          onClose={() => setNaming(false)}
          actions={
            <>
              <Button busy={act.busy} disabled={name.trim() === ''} onClick={() => void keep()}>
                {t('staffSave')}
              </Button>
              <Button tone="quiet" onClick={() => setNaming(false)}>
                {t('staffCancel')}
              </Button>
            </>
          }
        >
          <div className="am-stack am-gap-4">
            <ActError act={act} />
            <TextField label={t('staffQueueName')} hint={t('staffQueueHint')} maxLength={nameLength} value={name} onChange={setName} />
          </div>
        </Dialog>
      )}
    </div>
  );
}
