import { Button, LinkButton, currentLanguage, dataOf, may, navigate, useAct } from '@amanah/ui';
import { useState } from 'react';
import type { ProgrammeState } from '../../contract.ts';
import type { OfficeProgramme } from '../../shared/programme.ts';
import { api } from '../api.ts';
import { t } from './messages.ts';
import { StatePill } from './state-pill.tsx';
import { PublishDialog, RemoveDialog, WithdrawDialog } from './step-dialogs.tsx';

const publishable: readonly ProgrammeState[] = ['ended', 'ready', 'withdrawn'];
/** A machine is at work on it, or people watch it: it is stopped before it is deleted. */
const busy: readonly ProgrammeState[] = ['live', 'uploading', 'checking', 'transcoding'];

interface ProgrammeStepsProps {
  readonly programme: OfficeProgramme;
  readonly changed: boolean;
  readonly writable: boolean;
  readonly saving: boolean;
  readonly onSave: () => void;
  readonly reload: () => void;
}

/** Where a programme stands, and what may be done with it now. */
export function ProgrammeSteps({ programme, changed, writable, saving, onSave, reload }: ProgrammeStepsProps) {
  const { id, state, title, to, captions, captionsException } = programme;
  const [asking, setAsking] = useState<'publish' | 'withdraw' | 'remove' | null>(null);
  const act = useAct();
  const at = { params: { path: { id } } };
  const close = () => {
    act.clear();
    setAsking(null);
  };
  const done = (answer: unknown) => {
    if (answer === null) return;
    close();
    reload();
  };
  const publish = async (reason: string | null) =>
    done(
      await act.run(
        () => dataOf(api.POST('/api/media/office/programmes/{id}/publish', { ...at, body: reason ? { captionsException: reason } : {} })),
        t('publishedDone'),
      ),
    );
  const withdraw = async (reason: string) =>
    done(await act.run(() => dataOf(api.POST('/api/media/office/programmes/{id}/withdraw', { ...at, body: { reason } })), t('withdrawnDone')));
  const remove = async () => {
    const gone = await act.run(async () => (await api.DELETE('/api/media/office/programmes/{id}', at)).response.ok, t('removedDone'));
    if (gone) navigate('/staff/media');
  };
  const mayPublish = may('media:programme.publish') && !changed;

  return (
    <div className="mo-steps">
      <StatePill state={state} />
      <p className="mo-name">{title[currentLanguage()]}</p>
      {changed && <span className="am-caption">{t('unsaved')}</span>}
      <div className="mo-acts">
        {(state === 'published' || state === 'live' || state === 'scheduled') && (
          <LinkButton tone="quiet" icon="eye" href={to}>
            {t('openPage')}
          </LinkButton>
        )}
        {may('media:programme.remove') && !busy.includes(state) && (
          <Button tone="danger-second" icon="trash-2" onClick={() => setAsking('remove')}>
            {t('remove')}
          </Button>
        )}
        {mayPublish && state === 'published' && (
          <Button tone="danger-second" onClick={() => setAsking('withdraw')}>
            {t('withdraw')}
          </Button>
        )}
        {mayPublish && publishable.includes(state) && (
          <Button icon="check" onClick={() => setAsking('publish')}>
            {t('publish')}
          </Button>
        )}
        {writable && changed && (
          <Button busy={saving} busyText={t('saving')} onClick={onSave}>
            {t('save')}
          </Button>
        )}
      </div>
      {asking === 'publish' && (
        <PublishDialog act={act} needsReason={captions.length === 0} known={captionsException} onClose={close} onPublish={(reason) => void publish(reason)} />
      )}
      {asking === 'withdraw' && <WithdrawDialog act={act} onClose={close} onWithdraw={(reason) => void withdraw(reason)} />}
      {asking === 'remove' && <RemoveDialog act={act} onClose={close} onRemove={() => void remove()} />}
    </div>
  );
}
