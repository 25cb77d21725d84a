import { baseKeymap, chainCommands, exitCode, setBlockType, toggleMark, wrapIn, lift } from 'prosemirror-commands';
import { history, redo, undo } from 'prosemirror-history';
import { keymap } from 'prosemirror-keymap';
import type { MarkType, NodeType } from 'prosemirror-model';
import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list';
import { EditorState, type Command } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import type { RichText } from '../../shared/rich-text.ts';
import { BlockView, type BlockWords } from './block-view.ts';
import { fromEditor, toEditor } from './document.ts';
import { schema } from './schema.ts';

const { nodes, marks } = schema;
const type = (name: keyof typeof nodes) => nodes[name] as NodeType;
const mark = (name: keyof typeof marks) => marks[name] as MarkType;

/** What the buttons of the toolbar do. */
export type TextAct = 'heading' | 'subheading' | 'paragraph' | 'strong' | 'em' | 'bullets' | 'numbers' | 'quote' | 'undo' | 'redo';

export interface TextEditorOptions {
  readonly place: HTMLElement;
  readonly text: RichText;
  readonly attributes: Readonly<Record<string, string>>;
  readonly readOnly: boolean;
  readonly words: BlockWords;
  onChange(text: RichText): void;
  /** After each change of the selection, for the state of the buttons. */
  onMove(): void;
}

const lineBreak: Command = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(type('hard_break').create()).scrollIntoView());
  return true;
};

/** A list, or out of the list that one is in. */
const list =
  (kind: NodeType): Command =>
  (state, dispatch) =>
    isWithin(state, kind) ? liftListItem(type('list_item'))(state, dispatch) : wrapInList(kind)(state, dispatch);

const quote: Command = (state, dispatch) => (isWithin(state, type('blockquote')) ? lift(state, dispatch) : wrapIn(type('blockquote'))(state, dispatch));

const commands: Readonly<Record<TextAct, Command>> = {
  heading: setBlockType(type('heading'), { level: 2 }),
  subheading: setBlockType(type('heading'), { level: 3 }),
  paragraph: setBlockType(type('paragraph')),
  strong: toggleMark(mark('strong')),
  em: toggleMark(mark('em')),
  bullets: list(type('bullet_list')),
  numbers: list(type('ordered_list')),
  quote,
  undo,
  redo,
};

/** A text under the hands of its writer: ProseMirror with our schema, keys and blocks. */
export class TextEditor {
  readonly #view: EditorView;

  constructor({ place, text, attributes, readOnly, words, onChange, onMove }: TextEditorOptions) {
    this.#view = new EditorView(place, {
      state: stateOf(text),
      attributes: { ...attributes },
      editable: () => !readOnly,
      nodeViews: Object.fromEntries(['picture', 'programme', 'frame'].map((name) => [name, (node) => new BlockView(node, words)])),
      dispatchTransaction: (transaction) => {
        this.#view.updateState(this.#view.state.apply(transaction));
        if (transaction.docChanged) onChange(fromEditor(this.#view.state.doc));
        onMove();
      },
    });
  }

  get text(): RichText {
    return fromEditor(this.#view.state.doc);
  }

  /** Takes another text in place of the present one; what was done before cannot be undone then. */
  replace(text: RichText): void {
    this.#view.updateState(stateOf(text));
  }

  do(act: TextAct): void {
    commands[act](this.#view.state, this.#view.dispatch);
    this.#view.focus();
  }

  isOn(act: TextAct): boolean {
    const { state } = this.#view;
    const { $from, from, to, empty } = state.selection;
    const marked = (kind: MarkType) => (empty ? Boolean(kind.isInSet(state.storedMarks ?? $from.marks())) : state.doc.rangeHasMark(from, to, kind));
    switch (act) {
      case 'strong':
      case 'em':
        return marked(mark(act));
      case 'heading':
      case 'subheading':
        return $from.parent.type === type('heading') && $from.parent.attrs['level'] === (act === 'heading' ? 2 : 3);
      case 'bullets':
        return isWithin(state, type('bullet_list'));
      case 'numbers':
        return isWithin(state, type('ordered_list'));
      case 'quote':
        return isWithin(state, type('blockquote'));
      default:
        return false;
    }
  }

  /** Address of the link at the selection; empty: none. */
  get link(): string {
    const { $from, from, to, empty } = this.#view.state.selection;
    const found = mark('link').isInSet($from.marks());
    if (found) return String(found.attrs['href']);
    let href = '';
    if (!empty) this.#view.state.doc.nodesBetween(from, to, (node) => void (href ||= String(mark('link').isInSet(node.marks)?.attrs['href'] ?? '')));
    return href;
  }

  /** Links the selection, or writes the address where nothing is selected; `null` takes the link away. */
  setLink(href: string | null): void {
    const { state } = this.#view;
    const { from, to, empty } = state.selection;
    const transaction = state.tr;
    if (href === null) transaction.removeMark(empty ? state.selection.$from.start() : from, empty ? state.selection.$from.end() : to, mark('link'));
    else if (empty) transaction.replaceSelectionWith(schema.text(href, [mark('link').create({ href })]), false);
    else transaction.removeMark(from, to, mark('link')).addMark(from, to, mark('link').create({ href }));
    this.#view.dispatch(transaction);
    this.#view.focus();
  }

  insert(block: 'picture' | 'programme' | 'frame', attributes: Readonly<Record<string, unknown>>): void {
    const { state } = this.#view;
    this.#view.dispatch(state.tr.replaceSelectionWith(type(block).create(attributes)).scrollIntoView());
    this.#view.focus();
  }

  focus(): void {
    this.#view.focus();
  }

  destroy(): void {
    this.#view.destroy();
  }
}

function stateOf(text: RichText): EditorState {
  const item = type('list_item');
  return EditorState.create({
    doc: toEditor(text),
    plugins: [
      history(),
      keymap({
        'Mod-b': commands.strong,
        'Mod-i': commands.em,
        'Mod-z': undo,
        'Mod-y': redo,
        'Shift-Mod-z': redo,
        'Shift-Enter': chainCommands(exitCode, lineBreak),
        Enter: splitListItem(item),
        // Tab leads on through the page: a list is moved in and out by other keys.
        'Mod-]': sinkListItem(item),
        'Mod-[': liftListItem(item),
      }),
      keymap(baseKeymap),
    ],
  });
}

function isWithin({ selection: { $from } }: EditorState, kind: NodeType): boolean {
  return Array.from({ length: $from.depth + 1 }, (_, depth) => $from.node(depth)).some((node) => node.type === kind);
}
