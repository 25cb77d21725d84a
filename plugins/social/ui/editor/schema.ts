import { Schema } from 'prosemirror-model';
import { safeAddress } from '../../shared/safe-address.ts';

/** What an editor may hold, by the names that the server checks; whatever else is pasted falls away. */
export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: { content: 'inline*', group: 'block', parseDOM: [{ tag: 'p' }], toDOM: () => ['p', 0] },
    heading: {
      attrs: { level: { default: 2 } },
      content: 'inline*',
      group: 'block',
      defining: true,
      parseDOM: [
        { tag: 'h1', attrs: { level: 2 } },
        { tag: 'h2', attrs: { level: 2 } },
        ...['h3', 'h4', 'h5', 'h6'].map((tag) => ({ tag, attrs: { level: 3 } })),
      ],
      toDOM: ({ attrs }) => [`h${attrs['level'] === 3 ? 4 : 3}`, { class: `so-editor__h${String(attrs['level'])}` }, 0],
    },
    blockquote: { content: 'paragraph+', group: 'block', defining: true, parseDOM: [{ tag: 'blockquote' }], toDOM: () => ['blockquote', 0] },
    bullet_list: { content: 'list_item+', group: 'block', parseDOM: [{ tag: 'ul' }], toDOM: () => ['ul', 0] },
    ordered_list: { content: 'list_item+', group: 'block', parseDOM: [{ tag: 'ol' }], toDOM: () => ['ol', 0] },
    list_item: { content: 'paragraph (paragraph | bullet_list | ordered_list)*', defining: true, parseDOM: [{ tag: 'li' }], toDOM: () => ['li', 0] },
    picture: { attrs: { picture: {}, alt: {} }, group: 'block', atom: true, toDOM: () => ['figure', { class: 'so-editor__block' }] },
    programme: { attrs: { programme: {}, at: { default: null } }, group: 'block', atom: true, toDOM: () => ['figure', { class: 'so-editor__block' }] },
    frame: { attrs: { address: {}, title: {} }, group: 'block', atom: true, toDOM: () => ['figure', { class: 'so-editor__block' }] },
    hard_break: { inline: true, group: 'inline', selectable: false, parseDOM: [{ tag: 'br' }], toDOM: () => ['br'] },
    text: { group: 'inline' },
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [
        {
          tag: 'a[href]',
          getAttrs: (element) => {
            const href = safeAddress(element.getAttribute('href') ?? '');
            return href === null ? false : { href };
          },
        },
      ],
      // No address in the editor: a click would leave the page.
      toDOM: ({ attrs }) => ['span', { class: 'so-editor__link', title: String(attrs['href']) }, 0],
    },
    em: { parseDOM: [{ tag: 'i' }, { tag: 'em' }], toDOM: () => ['em', 0] },
    strong: { parseDOM: [{ tag: 'b' }, { tag: 'strong' }], toDOM: () => ['strong', 0] },
  },
});
