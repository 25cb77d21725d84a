import { Notice } from '@amanah/ui';
import { useEffect, useId, useRef, useState } from 'react';
import type { RichText } from '../../shared/rich-text.ts';
import { t } from '../messages.ts';
import type { SentPicture } from '../send-picture.ts';
import { BlockDialog, type BlockKind } from './block-dialogs.tsx';
import { LinkDialog } from './link-dialog.tsx';
import type { TextEditor } from './text-editor.ts';
import { Toolbar } from './toolbar.tsx';

interface RichTextFieldProps {
  readonly label: string;
  readonly language: 'ar' | 'en';
  readonly item: string;
  readonly value: RichText;
  readonly pictures: readonly SentPicture[];
  readonly sites: readonly string[];
  readonly readOnly: boolean;
  readonly onChange: (value: RichText) => void;
  readonly onPicture: (picture: SentPicture) => void;
}

/** A text with headings, lists, links, pictures and programmes. The editor itself is fetched when the field is shown. */
export function RichTextField(props: RichTextFieldProps) {
  const { label, language, item, value, sites, readOnly, onPicture } = props;
  const labelId = useId();
  const place = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<TextEditor | 'loading' | 'failed'>('loading');
  const [, setMoves] = useState(0);
  const [asking, setAsking] = useState<BlockKind | 'link' | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    let made: TextEditor | undefined;
    let gone = false;
    import('./text-editor.ts').then(
      ({ TextEditor: Editor }) => {
        if (gone || !place.current) return;
        made = new Editor({
          place: place.current,
          text: latest.current.value,
          readOnly,
          attributes: {
            class: 'so-editor__text',
            role: 'textbox',
            'aria-multiline': 'true',
            'aria-labelledby': labelId,
            lang: language,
            dir: language === 'ar' ? 'rtl' : 'ltr',
            ...(readOnly ? { 'aria-readonly': 'true', tabindex: '0' } : {}),
          },
          words: {
            pictureAt: (id) => latest.current.pictures.find((picture) => picture.id === id)?.path,
            of: (type, attributes) =>
              type === 'picture'
                ? t('newsBlockPicture', { alt: String(attributes['alt']) })
                : type === 'frame'
                  ? t('newsBlockFrame', { title: String(attributes['title']) })
                  : t('newsBlockProgramme'),
          },
          onChange: (text) => latest.current.onChange(text),
          onMove: () => setMoves((count) => count + 1),
        });
        setEditor(made);
      },
      () => setEditor('failed'),
    );
    return () => {
      gone = true;
      made?.destroy();
    };
  }, [labelId, language, readOnly]);

  // Another text from outside (a decision, somebody else's) takes the place of the one that is shown; one's own words come back as they are.
  useEffect(() => {
    if (typeof editor === 'object' && JSON.stringify(editor.text) !== JSON.stringify(value)) editor.replace(value);
  }, [editor, value]);

  return (
    <div className="am-field so-editor">
      <span className="am-field__label" id={labelId}>
        {label}
      </span>
      {editor === 'failed' && <Notice tone="danger" title={t('newsEditorFailed')} />}
      {editor === 'loading' && (
        <p className="am-caption" role="status">
          {t('newsEditorLoading')}
        </p>
      )}
      <div className="so-editor__frame">
        {!readOnly && typeof editor === 'object' && <Toolbar editor={editor} label={`${t('newsTools')} – ${label}`} onAsk={setAsking} />}
        <div ref={place} />
      </div>
      {typeof editor === 'object' && asking === 'link' && <LinkDialog editor={editor} onClose={() => setAsking(null)} />}
      {typeof editor === 'object' && asking !== null && asking !== 'link' && (
        <BlockDialog kind={asking} editor={editor} item={item} sites={sites} onPicture={onPicture} onClose={() => setAsking(null)} />
      )}
    </div>
  );
}
