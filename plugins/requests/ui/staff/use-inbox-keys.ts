import { useEffect, type RefObject } from 'react';

const writing = 'input, textarea, select, [contenteditable], [role=dialog], [role=listbox]';

/** `j` and `k` walk the rows of a list, `x` selects one, `?` shows the keys. An addition: everything works without. Enter opens a row since its link has the focus. */
export function useInboxKeys(list: RefObject<HTMLElement | null>, onHelp: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.closest(writing) && !(event.target instanceof HTMLInputElement && event.target.type === 'checkbox'))
        return;
      if (event.key === '?') return onHelp();
      const links = [...(list.current?.querySelectorAll<HTMLElement>('a[data-task]') ?? [])];
      const row = document.activeElement?.closest('[data-row]');
      const at = links.findIndex((link) => link.closest('[data-row]') === row);
      if (event.key === 'j') links[Math.min(at + 1, links.length - 1)]?.focus();
      if (event.key === 'k') links[Math.max(at - 1, 0)]?.focus();
      if (event.key === 'x') row?.querySelector<HTMLInputElement>('input[type=checkbox]')?.click();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [list, onHelp]);
}
