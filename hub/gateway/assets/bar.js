// The portal's bar in the pages of an older system: drawn in a shadow root, so that neither restyles the other. Holds no token.
const icons = {
  back: ['M5 12h14', 'm12 5 7 7-7 7'],
  globe: ['M2 12a10 10 0 1 0 20 0a10 10 0 1 0-20 0', 'M12 2a14.5 14.5 0 0 0 0 20 14.5 14.5 0 0 0 0-20', 'M2 12h20'],
  out: ['M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4', 'm16 17 5-5-5-5', 'M21 12H9'],
  mark: [
    'M24 21C19 16 19 9 24 3C29 9 29 16 24 21Z',
    'M27 24C32 19 39 19 45 24C39 29 32 29 27 24Z',
    'M24 27C29 32 29 39 24 45C19 39 19 32 24 27Z',
    'M21 24C16 29 9 29 3 24C9 19 16 19 21 24Z',
  ],
};

customElements.define(
  'amanah-bar',
  class extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      const root = this.attachShadow({ mode: 'open' });
      // Before the body, not in it: a positioned body would move the bar, and its margin with it.
      if (this.parentNode !== document.documentElement && document.body) document.documentElement.insertBefore(this, document.body);
      const style = make('link', { rel: 'stylesheet', href: '/.amanah/bar.css' });
      const bar = make('nav', { className: 'bar', lang: this.lang, dir: this.dir });
      root.append(style, bar);
      fetch('/.amanah/bar.json', { credentials: 'same-origin', headers: { accept: 'application/json' } })
        .then((response) => (response.ok ? response.json() : Promise.reject(new Error(String(response.status)))))
        .then((data) => this.draw(bar, data))
        .catch(() => bar.append(document.createElement('slot')));
      clearFixed();
      addEventListener('load', clearFixed);
      addEventListener('scroll', follow, { passive: true });
    }

    draw(bar, data) {
      Object.assign(bar, { lang: data.language, dir: data.direction });
      bar.setAttribute('aria-label', data.label);
      const here = encodeURIComponent(location.pathname + location.search);
      const other = data.other.href + encodeURIComponent(data.other.enter + here);
      bar.append(
        link('mark', data.home.href, data.home.text, 'mark', true),
        link('back', data.back.href, data.back.text, 'back'),
        make('span', { className: 'system', textContent: data.system, title: data.system }),
        Object.assign(link('language', other, data.other.text, 'globe'), { lang: data.other.language, hreflang: data.other.language }),
      );
      if (!data.person) return;
      const who = make('a', { className: 'who', href: data.capacity.href });
      const names = make('span');
      names.append(
        make('small', { textContent: data.capacity.text ? data.person : data.capacity.label }),
        make('b', { textContent: data.capacity.text || data.person }),
      );
      who.append(names);
      bar.append(who, link('out', data.signOut.href, data.signOut.text, 'out'));
    }
  },
);

function link(className, href, words, icon, iconOnly = false) {
  const made = make('a', { className, href });
  made.append(drawing(icon));
  if (iconOnly) made.setAttribute('aria-label', words);
  else made.append(make('span', { textContent: words }));
  return made;
}

function drawing(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', name === 'mark' ? '0 0 48 48' : '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  for (const d of icons[name]) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

function make(tag, properties = {}) {
  return Object.assign(document.createElement(tag), properties);
}

/** What the page fixes to the top of the window moves below the bar for as long as the bar is in sight. */
function clearFixed() {
  const height = parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--amanah-bar'));
  for (const element of [...(document.body?.querySelectorAll('*') ?? [])].slice(0, 5000)) {
    const { position, top } = getComputedStyle(element);
    if (position !== 'fixed' || !(parseFloat(top) < height) || element.offsetHeight > innerHeight * 0.8) continue;
    element.style.setProperty('translate', '0 var(--amanah-bar-shown)');
  }
  follow();
}

function follow() {
  const height = parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--amanah-bar'));
  document.documentElement.style.setProperty('--amanah-bar-shown', `${Math.max(0, height - scrollY)}px`);
}
