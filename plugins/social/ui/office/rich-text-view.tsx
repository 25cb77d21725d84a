import type { ReactNode } from 'react';
import type { Block, Inline, List, RichText } from '../../shared/rich-text.ts';
import { safeAddress } from '../../shared/safe-address.ts';
import { t } from '../messages.ts';
import type { SentPicture } from '../send-picture.ts';

interface RichTextViewProps {
  readonly text: RichText;
  readonly pictures: readonly SentPicture[];
  readonly programmes: readonly { readonly id: string; readonly name: string }[];
}

/** A text as readers see it. Headings are drawn as such and are none: the page around them has its own. */
export function RichTextView({ text, ...parts }: RichTextViewProps) {
  return text.content.map((block, index) => <BlockView key={index} block={block} parts={parts} />);
}

function BlockView({ block, parts }: { readonly block: Block; readonly parts: Omit<RichTextViewProps, 'text'> }): ReactNode {
  switch (block.type) {
    case 'paragraph':
      return <p>{inline(block.content)}</p>;
    case 'heading':
      return <p className={block.attrs.level === 2 ? 'so-phone__heading' : 'so-phone__subheading'}>{inline(block.content)}</p>;
    case 'blockquote':
      return (
        <blockquote>
          {block.content.map((one, index) => (
            <p key={index}>{inline(one.content)}</p>
          ))}
        </blockquote>
      );
    case 'bullet_list':
    case 'ordered_list':
      return <ListView list={block} />;
    case 'picture': {
      const picture = parts.pictures.find(({ id }) => id === block.attrs.picture);
      return picture ? (
        <figure className="so-picture">
          <img src={picture.path} alt={block.attrs.alt} width={picture.width} height={picture.height} />
        </figure>
      ) : null;
    }
    case 'programme':
      return <p className="so-phone__block">{parts.programmes.find(({ id }) => id === block.attrs.programme)?.name ?? t('newsBlockProgramme')}</p>;
    case 'frame':
      return <p className="so-phone__block">{t('newsBlockFrame', { title: block.attrs.title })}</p>;
  }
}

function ListView({ list }: { readonly list: List }): ReactNode {
  const Tag = list.type === 'bullet_list' ? 'ul' : 'ol';
  return (
    <Tag>
      {list.content.map((item, index) => (
        <li key={index}>
          {item.content.map((part, at) => (part.type === 'paragraph' ? <p key={at}>{inline(part.content)}</p> : <ListView key={at} list={part} />))}
        </li>
      ))}
    </Tag>
  );
}

function inline(content: readonly Inline[] = []): ReactNode {
  return content.map((node, index) => {
    if (node.type === 'hard_break') return <br key={index} />;
    const marked = (node.marks ?? []).reduce<ReactNode>((within, mark) => {
      if (mark.type === 'strong') return <strong>{within}</strong>;
      if (mark.type === 'em') return <em>{within}</em>;
      return safeAddress(mark.attrs.href) === null ? within : <span className="so-phone__link">{within}</span>;
    }, node.text);
    return <span key={index}>{marked}</span>;
  });
}
