/**
 * `<amanah-frame src="https://…" title="…" show="…">`: content of another site behind a button. Before the click nothing of that site is loaded; without scripts what
 * stands inside is shown, with a link there.
 */
class AmanahFrame extends HTMLElement {
  connectedCallback(): void {
    const source = this.getAttribute('src') ?? '';
    if (!source.startsWith('https://') || this.querySelector('button, iframe')) return;
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'am-button', textContent: this.getAttribute('show') ?? '' });
    button.addEventListener('click', () => this.#show(source));
    this.prepend(button);
  }

  #show(source: string): void {
    const frame = Object.assign(document.createElement('iframe'), {
      src: source,
      title: this.getAttribute('title') ?? '',
      allow: 'fullscreen; picture-in-picture; encrypted-media',
      referrerPolicy: 'strict-origin-when-cross-origin',
    });
    frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-presentation allow-popups');
    this.replaceChildren(frame);
    frame.focus();
  }
}

if (!customElements.get('amanah-frame')) customElements.define('amanah-frame', AmanahFrame);
