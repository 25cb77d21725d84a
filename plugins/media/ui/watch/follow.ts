/** Which channel somebody wanted to follow before they were signed in; it stays in the tab while they sign in. */
const mark = 'amanah.follow';

/** "Follow" and "you follow it", by one button; signed out, its link leaves word of what was meant and leads to the sign-in. */
export function followByButton(): void {
  document.addEventListener('click', (event) => {
    const asked = event.target as Element;
    const later = asked.closest<HTMLElement>('[data-follow-later]');
    if (later) sessionStorage.setItem(mark, later.dataset['followLater'] ?? '');
    const button = asked.closest<HTMLButtonElement>('button[data-follow]');
    if (button) void follow(button, button.getAttribute('aria-pressed') !== 'true');
  });
}

/** Shows the button, which needs this script, and follows what was meant before the sign-in. */
export function followWhatWasMeant(): void {
  const button = document.querySelector<HTMLButtonElement>('button[data-follow]');
  if (!button) return;
  button.hidden = false;
  if (sessionStorage.getItem(mark) !== button.dataset['follow']) return;
  sessionStorage.removeItem(mark);
  if (button.getAttribute('aria-pressed') !== 'true') void follow(button, true);
}

async function follow(button: HTMLButtonElement, on: boolean): Promise<void> {
  if (button.getAttribute('aria-busy') === 'true') return;
  const { follow: slug, on: onWords = '', off = '', saidOn = '', saidOff = '', failed = '' } = button.dataset;
  const said = document.querySelector<HTMLElement>('[data-follow-said]');
  const tell = (words: string) => said && (said.textContent = words);
  button.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(`/api/media/channels/${slug}/follow`, { method: on ? 'PUT' : 'DELETE' });
    if (!answer.ok) throw new Error(String(answer.status));
    const { following, followers } = (await answer.json()) as { following: boolean; followers: number };
    button.setAttribute('aria-pressed', String(following));
    const words = button.querySelector('span');
    if (words) words.textContent = following ? onWords : off;
    tell(following ? saidOn : saidOff);
    count(followers);
  } catch {
    tell(failed);
  } finally {
    button.removeAttribute('aria-busy');
  }
}

function count(followers: number): void {
  const place = document.querySelector<HTMLElement>('[data-followers]');
  if (!place) return;
  const forms = JSON.parse(place.dataset['forms'] ?? '{}') as Partial<Record<Intl.LDMLPluralRule, string>>;
  const rule = new Intl.PluralRules(document.documentElement.lang).select(followers);
  place.textContent = (forms[rule] ?? forms.other ?? '').replace('{count}', String(followers));
}
