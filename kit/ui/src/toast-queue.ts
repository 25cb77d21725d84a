export interface Toast {
  readonly id: number;
  readonly tone: 'success' | 'info' | 'warn' | 'danger';
  readonly message: string;
}

const SHOWN_MS = 8000;
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Shows a short message over the page. Dangers stay until closed; the rest goes after eight seconds. */
export function showToast(message: string, tone: Toast['tone'] = 'success'): number {
  const id = nextId++;
  change([...toasts, { id, tone, message }]);
  if (tone !== 'danger') setTimeout(() => closeToast(id), SHOWN_MS);
  return id;
}

/** Takes a message away; nothing happens when it is gone already. */
export function closeToast(id: number): void {
  change(toasts.filter((toast) => toast.id !== id));
}

/** The queue as an external store for React. */
export const toastStore = {
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
  snapshot: () => toasts,
};
