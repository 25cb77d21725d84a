import { Icon, formatTime } from '@amanah/ui';
import type { ReactNode } from 'react';
import { t } from './messages.ts';

/** One operations page: its actions beside the heading that the hub rendered, when the page was last read, its content and short messages. */
export function Sheet({ actions, at, children }: { readonly actions?: ReactNode; readonly at?: Date | null; readonly children: ReactNode }) {
  return (
    <div className="op-sheet">
      {(actions || at !== undefined) && (
        <div className="op-head">
          {at !== undefined && (
            <span className="op-live am-caption">
              <Icon name="activity" size="sm" />
              {at ? t('liveAt', { time: formatTime(at) }) : t('liveWaiting')}
            </span>
          )}
          {actions && <div className="op-head__acts">{actions}</div>}
        </div>
      )}
      {children}
    </div>
  );
}
