import { useSyncExternalStore } from 'react';
import { IconButton } from '../button.tsx';
import { Icon } from '../icon.tsx';
import type { IconName } from '../icon-names.ts';
import { text } from '../text.ts';
import { closeToast, toastStore, type Toast } from '../toast-queue.ts';

const ICON: Record<Toast['tone'], IconName> = { success: 'circle-check', info: 'info', warn: 'triangle-alert', danger: 'circle-alert' };

/** Where short messages appear, once a page. They are read out when they come and never take the focus. */
export function ToastRegion() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.snapshot, toastStore.snapshot);
  return (
    <div className="am-toasts" role="region" aria-label={text('toasts')} aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={`am-toast am-toast--${toast.tone}`} {...(toast.tone === 'danger' ? { role: 'alert' } : {})}>
          <Icon name={ICON[toast.tone]} />
          <p>{toast.message}</p>
          <IconButton icon="x" label={text('actionClose')} onClick={() => closeToast(toast.id)} />
        </div>
      ))}
    </div>
  );
}
