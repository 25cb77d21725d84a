import { ApiProblem, Button, type Act } from '@amanah/ui';
import { t } from './messages.ts';

const codes = ['MEDIA_PLAYLIST_CHANGED', 'MEDIA_CHANNEL_CHANGED', 'MEDIA_SCHEDULE_CHANGED', 'MEDIA_SCHEDULE_ENTRY_UNKNOWN'];

/** Somebody else was faster: the way to how it stands now, which gives up what was typed here; nothing where the act was refused for another reason. */
export function Conflict({ act, onReload }: { readonly act: Act; readonly onReload: () => void }) {
  if (!(act.error instanceof ApiProblem) || !codes.includes(act.error.problem.code)) return null;
  return (
    <div>
      <Button tone="second" icon="refresh-cw" onClick={onReload}>
        {t('reloadProgramme')}
      </Button>
    </div>
  );
}
