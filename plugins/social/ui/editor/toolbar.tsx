import { Icon, type IconName } from '@amanah/ui';
import { useState, type KeyboardEvent } from 'react';
import { t } from '../messages.ts';
import type { BlockKind } from './block-dialogs.tsx';
import type { TextAct, TextEditor } from './text-editor.ts';

type Words = Parameters<typeof t>[0];

const acts = [
  ['heading', 'heading-2', 'newsToolHeading'],
  ['subheading', 'heading-3', 'newsToolSubheading'],
  ['paragraph', 'pilcrow', 'newsToolParagraph'],
  ['strong', 'bold', 'newsToolStrong'],
  ['em', 'italic', 'newsToolEm'],
  ['bullets', 'list', 'newsToolBullets'],
  ['numbers', 'list-ordered', 'newsToolNumbers'],
  ['quote', 'text-quote', 'newsToolQuote'],
] as const satisfies readonly (readonly [TextAct, IconName, Words])[];

const asks = [
  ['link', 'link', 'newsToolLink'],
  ['picture', 'image', 'newsToolPicture'],
  ['programme', 'play', 'newsToolProgramme'],
  ['frame', 'frame', 'newsToolFrame'],
] as const satisfies readonly (readonly [BlockKind | 'link', IconName, Words])[];

const steps = [
  ['undo', 'undo-2', 'newsToolUndo'],
  ['redo', 'redo-2', 'newsToolRedo'],
] as const satisfies readonly (readonly [TextAct, IconName, Words])[];

/** Whether a button says that it is on; a paragraph is what everything else is not. */
const stateful: ReadonlySet<TextAct> = new Set(['heading', 'subheading', 'strong', 'em', 'bullets', 'numbers', 'quote']);

interface ToolbarProps {
  readonly editor: TextEditor;
  readonly label: string;
  readonly onAsk: (what: BlockKind | 'link') => void;
}

/** One stop of the Tab key; the arrow keys walk its buttons. */
export function Toolbar({ editor, label, onAsk }: ToolbarProps) {
  const [current, setCurrent] = useState(0);
  const buttons = [
    ...acts.map(([act, icon, words]) => ({ icon, words, press: () => editor.do(act), on: stateful.has(act) ? editor.isOn(act) : undefined })),
    ...asks.map(([what, icon, words]) => ({ icon, words, press: () => onAsk(what), on: undefined })),
    ...steps.map(([act, icon, words]) => ({ icon, words, press: () => editor.do(act), on: undefined })),
  ];
  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const backward = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
    const next = { [forward]: current + 1, [backward]: current - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const at = (next + buttons.length) % buttons.length;
    setCurrent(at);
    event.currentTarget.querySelectorAll<HTMLButtonElement>('button')[at]?.focus();
  };
  return (
    <div className="so-toolbar" role="toolbar" aria-label={label} onKeyDown={walk}>
      {buttons.map(({ icon, words, press, on }, index) => (
        <button
          key={words}
          type="button"
          className="am-icon-button"
          title={t(words)}
          aria-label={t(words)}
          tabIndex={index === current ? 0 : -1}
          {...(on === undefined ? {} : { 'aria-pressed': on })}
          // The words stay selected under a press.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            setCurrent(index);
            press();
          }}
        >
          <Icon name={icon} />
        </button>
      ))}
    </div>
  );
}
