import { StatusPill, currentLanguage } from '@amanah/ui';
import { OrderList } from '@amanah/ui/order';
import { clockOf } from '../clock.ts';
import { t } from '../messages.ts';
import { stateWords } from '../state-pill.tsx';
import { ProgrammeSearch } from './programme-search.tsx';
import type { Listed, Queued } from './queue.ts';

interface ProgrammeOrderProps {
  readonly queue: readonly Queued[];
  readonly readOnly: boolean;
  readonly onChange: (queue: readonly Queued[]) => void;
}

/** The programmes of a playlist in their order: found by words and added, moved, taken out. */
export function ProgrammeOrder({ queue, readOnly, onChange }: ProgrammeOrderProps) {
  const language = currentLanguage();
  const seconds = queue.reduce((sum, { programme }) => sum + (programme.seconds ?? 0), 0);
  const add = (programme: Listed) => {
    const key = String(Math.max(-1, ...queue.map((one) => Number(one.key))) + 1);
    onChange([...queue, { key, programme }]);
  };
  return (
    <section className="mo-panel" aria-labelledby="mo-queue">
      <div className="mo-panel__head">
        <h2 id="mo-queue">{t('playlistProgrammes')}</h2>
        <span className="am-caption">
          {t('playlistCount', { count: queue.length })} · <bdi dir="ltr">{clockOf(seconds)}</bdi>
        </span>
      </div>
      {queue.length === 0 && <p className="am-caption">{t('playlistEmpty')}</p>}
      <OrderList
        label={t('playlistProgrammes')}
        readOnly={readOnly}
        items={queue.map(({ key, programme }) => ({ id: key, name: programme.title[language], programme }))}
        onOrder={(keys) => onChange(keys.map((key) => queue.find((one) => one.key === key)!))}
        onRemove={(key) => onChange(queue.filter((one) => one.key !== key))}
      >
        {({ name, programme }) => (
          <span className="mo-queued">
            <span className="mo-queued__title">{name}</span>
            <span className="am-caption">{t(programme.kind === 'audio' ? 'kindAudio' : 'kindVideo')}</span>
            {programme.seconds !== null && (
              <bdi className="am-caption" dir="ltr">
                {clockOf(programme.seconds)}
              </bdi>
            )}
            {programme.state !== 'published' && (
              <StatusPill tone="warn" icon="triangle-alert">
                {stateWords(programme.state)}
              </StatusPill>
            )}
          </span>
        )}
      </OrderList>
      {!readOnly && <ProgrammeSearch onAdd={add} />}
    </section>
  );
}
