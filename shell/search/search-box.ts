import { text } from '../text.ts';

interface Hit {
  readonly title: { readonly ar: string; readonly en: string };
  readonly caption?: { readonly ar: string; readonly en: string };
  readonly to: string;
}

const language = () => (document.documentElement.lang === 'en' ? 'en' : 'ar');

let enhanced = 0;

/** Makes every search form that does not yet answer while one types (combobox with a list box); without scripts the form itself still works. */
export function enhanceSearch(): void {
  document.querySelectorAll<HTMLFormElement>('form[data-search]').forEach((form) => {
    const input = form.querySelector<HTMLInputElement>('input[name="q"]:not([role])');
    if (input) attach(form, input, `am-hits-${enhanced++}`);
  });
}

function attach(form: HTMLFormElement, input: HTMLInputElement, id: string): void {
  const list = Object.assign(document.createElement('ul'), { id, className: 'am-find__hits', hidden: true });
  // In the hero, whatever follows would lie over the list: there it is shown in the browser's top layer.
  const floating = !form.closest('.am-drop') && 'popover' in list;
  if (floating) list.popover = 'manual';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', text('search.hits'));
  const status = Object.assign(document.createElement('p'), { className: 'am-hidden' });
  status.setAttribute('role', 'status');
  form.append(list, status);
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-expanded': 'false', 'aria-controls': id, 'aria-autocomplete': 'list' }))
    input.setAttribute(name, value);

  let chosen = -1;
  let asked: AbortController | undefined;
  const options = () => [...list.children] as HTMLElement[];
  const choose = (next: number) => {
    chosen = next;
    options().forEach((option, index) => option.setAttribute('aria-selected', String(index === chosen)));
    const option = options()[chosen];
    if (option) {
      input.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  };
  const show = (hits: readonly Hit[]) => {
    list.replaceChildren(...hits.map((hit, index) => optionOf(hit, `${id}-${index}`)));
    list.hidden = hits.length === 0;
    if (floating) float(list, form);
    input.setAttribute('aria-expanded', String(hits.length > 0));
    status.textContent = hits.length > 0 ? text('search.count', { count: String(hits.length) }) : '';
    choose(-1);
  };
  input.addEventListener('input', async () => {
    asked?.abort();
    const question = (asked = new AbortController());
    const query = input.value.trim();
    if (!query) return show([]);
    try {
      const answer = await fetch(`/api/search?q=${encodeURIComponent(query)}`, { signal: question.signal });
      const { hits } = (await answer.json()) as { hits?: Hit[] };
      if (!question.signal.aborted) show((hits ?? []).slice(0, 8));
    } catch {
      if (!question.signal.aborted) show([]);
    }
  });
  input.addEventListener('keydown', (event) => {
    const count = list.children.length;
    if (event.key === 'Escape' && !list.hidden) show([]);
    else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && count > 0)
      choose((chosen + (event.key === 'ArrowDown' ? 1 : -1) + count + (chosen < 0 && event.key === 'ArrowUp' ? 1 : 0)) % count);
    else if (event.key === 'Enter' && chosen >= 0) location.assign(options()[chosen]?.dataset['to'] ?? '/');
    else return;
    event.preventDefault();
  });
  form.addEventListener('focusout', ({ relatedTarget }) => {
    if (!form.contains(relatedTarget as Node | null)) show([]);
  });
}

function float(list: HTMLElement, form: HTMLElement): void {
  if (list.hidden) return list.hidePopover();
  const { left, bottom, width } = form.getBoundingClientRect();
  Object.assign(list.style, { left: `${left + scrollX}px`, top: `${bottom + scrollY + 6}px`, width: `${width}px` });
  list.showPopover();
}

function optionOf({ title, caption, to }: Hit, id: string): HTMLElement {
  const option = Object.assign(document.createElement('li'), { id, className: 'am-find__hit', textContent: title[language()] });
  option.setAttribute('role', 'option');
  option.dataset['to'] = to;
  if (caption) option.append(Object.assign(document.createElement('small'), { textContent: caption[language()] }));
  // Before the field loses focus, which closes the list.
  option.addEventListener('mousedown', (event) => event.preventDefault());
  option.addEventListener('click', () => location.assign(to));
  return option;
}
