const everybody = { public: 'a test looks' };

const manifest = {
  id: 'shelf',
  api: '^1.0.0',
  owner: 'it-center',
  title: 'title',
  locales: ['ar', 'en'],
  permissions: {},
  ui: {
    entry: 'ui/index.ts',
    pages: [{ at: '/shelf', export: 'page', access: everybody, title: 'title' }],
    slots: [
      { at: 'page.foot', export: 'bar', entry: 'ui/bar.ts', access: everybody, title: 'title', wake: { event: 'shelf:play', mark: 'shelf.playing' } },
      { at: 'service.aside', export: 'guide', entry: 'ui/guide.ts', access: everybody, title: 'title' },
      { at: 'home.live', export: 'live', entry: 'ui/live.ts', access: everybody, title: 'title' },
    ],
  },
};

/** A view without a library: an element with one text, which `text` makes of the properties. */
const view = (name: string, text: string) => `export const ${name} = {
  async mount(props: { readonly domElement: HTMLElement; readonly data?: { readonly code?: string }; readonly woken?: { readonly title: string } }) {
    const said = document.createElement('p');
    said.className = 'shelf-${name}';
    said.textContent = ${text};
    props.domElement.append(said);
  },
  async unmount({ domElement }: { readonly domElement: HTMLElement }) {
    domElement.replaceChildren();
  },
};
`;

/** A plugin with an extension in each place of a page; the one at the window's foot sleeps until somebody plays something. */
export const slotPlugin: Readonly<Record<string, string>> = {
  'manifest.ts': `export const manifest = ${JSON.stringify(manifest)} as const;\nexport default manifest;\n`,
  'locales/ar.json': '{ "title": "رف" }',
  'locales/en.json': '{ "title": "Shelf" }',
  'ui/index.ts': view('page', `'the page'`),
  'ui/bar.ts': view('bar', `props.woken ? 'plays ' + props.woken.title : 'goes on with ' + sessionStorage.getItem('shelf.playing')`),
  'ui/guide.ts': view('guide', `'guide of ' + props.data?.code`),
  'ui/live.ts': view('live', `'live now'`),
};
