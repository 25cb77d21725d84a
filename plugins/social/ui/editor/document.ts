import { Node } from 'prosemirror-model';
import type { List, RichText } from '../../shared/rich-text.ts';
import { schema } from './schema.ts';

interface AnyNode {
  readonly type: string;
  readonly content?: readonly AnyNode[];
}

/** The editor's form of a checked text; an empty one is an empty paragraph. */
export function toEditor(text: RichText): Node {
  const content = text.content.length > 0 ? text.content : [{ type: 'paragraph' }];
  return Node.fromJSON(schema, { type: 'doc', content });
}

/** A text as the server takes it: lists hold lists once, so deeper ones (as pasted) join the one above; one empty paragraph is an empty text. */
export function fromEditor(document: Node): RichText {
  const { content = [] } = document.toJSON() as AnyNode;
  const [first] = content;
  if (content.length === 1 && first?.type === 'paragraph' && !first.content) return { type: 'doc', content: [] };
  return { type: 'doc', content: content.map(flatBelow) } as RichText;
}

function flatBelow(block: AnyNode): AnyNode {
  if (!isList(block)) return block;
  const items = (block.content ?? []).map((item) => ({
    ...item,
    content: (item.content ?? []).map((part) => (isList(part) ? { ...part, content: flatItems(part) } : part)),
  }));
  return { ...block, content: items };
}

function flatItems(list: AnyNode): AnyNode[] {
  return (list.content ?? []).flatMap((item) => {
    const parts = item.content ?? [];
    return [{ ...item, content: parts.filter((part) => !isList(part)) }, ...parts.filter(isList).flatMap(flatItems)];
  });
}

function isList({ type }: AnyNode): boolean {
  return (['bullet_list', 'ordered_list'] satisfies List['type'][] as string[]).includes(type);
}
