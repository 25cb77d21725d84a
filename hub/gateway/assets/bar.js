// The portal's bar in the pages of an older system: drawn in a shadow root, so that neither restyles the other. Holds no token.
customElements.define(
  'amanah-bar',
  class extends HTMLElement {
    connectedCallback() {
      const root = this.attachShadow({ mode: 'open' });
      const style = document.createElement('link');
      style.rel = 'stylesheet';
      style.href = '/.amanah/bar.css';
      const bar = document.createElement('nav');
      bar.className = 'bar';
      bar.lang = this.lang;
      bar.dir = this.dir;
      root.append(style, bar);
      fetch('/.amanah/bar.json', { credentials: 'same-origin', headers: { accept: 'application/json' } })
        .then((response) => (response.ok ? response.json() : Promise.reject(new Error(String(response.status)))))
        .then((data) => {
          bar.setAttribute('aria-label', data.label);
          bar.append(link(data.portal, data.back), text('system', data.system), text('capacity', data.capacity), link(data.signOut.href, data.signOut.text));
        })
        .catch(() => bar.append(document.createElement('slot')));
    }
  },
);

function link(href, words) {
  return Object.assign(document.createElement('a'), { href, textContent: words });
}

function text(className, words) {
  return Object.assign(document.createElement('span'), { className, textContent: words });
}
