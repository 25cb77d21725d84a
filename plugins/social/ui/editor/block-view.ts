import type { Node } from 'prosemirror-model';
import type { NodeView } from 'prosemirror-view';

/** How the blocks that are no text are named and drawn. */
export interface BlockWords {
  pictureAt(id: string): string | undefined;
  of(type: string, attributes: Readonly<Record<string, unknown>>): string;
}

/** A picture, programme or frame in the editor: a card that is chosen and removed whole. */
export class BlockView implements NodeView {
  readonly dom: HTMLElement;

  constructor({ type, attrs }: Node, words: BlockWords) {
    const name = words.of(type.name, attrs);
    this.dom = Object.assign(document.createElement('figure'), { className: 'so-editor__block', contentEditable: 'false' });
    const source = type.name === 'picture' ? words.pictureAt(String(attrs['picture'])) : undefined;
    if (source) this.dom.append(Object.assign(document.createElement('img'), { src: source, alt: String(attrs['alt']) }));
    this.dom.append(Object.assign(document.createElement('figcaption'), { textContent: name }));
  }

  stopEvent(): boolean {
    return false;
  }

  ignoreMutation(): boolean {
    return true;
  }
}
