interface PlayerElement extends HTMLElement {
  readonly currentTime: number;
  change(programme: string): Promise<void>;
}

/** A playlist's page: what is chosen plays in the page's player, and the next one follows when one ends. */
export function playOn(): void {
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('[data-playlist] a[data-programme]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    void show(link);
  });
  document.addEventListener('amanah:ended', () => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('[data-playlist] a[data-programme]')];
    const next = links[links.findIndex((link) => link.getAttribute('aria-current') === 'true') + 1];
    if (next) void show(next);
  });
}

async function show(link: HTMLAnchorElement): Promise<void> {
  const page = link.closest<HTMLElement>('[data-playlist]');
  const player = page?.querySelector<PlayerElement>('amanah-player');
  if (!page || !player) return;
  for (const other of page.querySelectorAll('a[data-programme]')) other.removeAttribute('aria-current');
  link.setAttribute('aria-current', 'true');
  const shown = page.querySelector<HTMLAnchorElement>('[data-shown]');
  if (shown) {
    shown.textContent = link.querySelector('.me-queue__title')?.textContent ?? '';
    shown.href = link.dataset['to'] ?? '';
  }
  history.replaceState(history.state, '', link.search);
  await player.change(link.dataset['programme'] ?? '');
}
