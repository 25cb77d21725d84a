import { z } from 'zod';
import { cleanLine, cleanText } from './clean-text.ts';
import { safeAddress } from './safe-address.ts';
import { plainTextOf } from './text-words.ts';

/** Longest text of one body in characters, and most blocks in it. */
export const longestBody = 20_000;
export const mostBlocks = 200;

const linkMark = z.strictObject({
  type: z.literal('link'),
  attrs: z.strictObject({
    href: z
      .string()
      .max(500)
      // Kept as a browser writes it, with nothing in it that no store or feed takes.
      .overwrite((href) => safeAddress(href) ?? href)
      .refine((href) => safeAddress(href) !== null, 'an address of the web, the portal, e-mail or telephone'),
  }),
});
const mark = z.discriminatedUnion('type', [z.strictObject({ type: z.literal('strong') }), z.strictObject({ type: z.literal('em') }), linkMark]);
const words = z.strictObject({ type: z.literal('text'), text: z.string().max(longestBody).overwrite(cleanText), marks: z.array(mark).max(3).optional() });
const lineBreak = z.strictObject({ type: z.literal('hard_break') });
const inline = z.array(z.discriminatedUnion('type', [words, lineBreak])).max(500);

const paragraph = z.strictObject({ type: z.literal('paragraph'), content: inline.optional() });
const heading = z.strictObject({
  type: z.literal('heading'),
  attrs: z.strictObject({ level: z.union([z.literal(2), z.literal(3)]) }),
  content: inline.optional(),
});
const blockquote = z.strictObject({ type: z.literal('blockquote'), content: z.array(paragraph).min(1).max(20) });

const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(100);
const listTypes = ['bullet_list', 'ordered_list'] as const;
const innerItem = z.strictObject({ type: z.literal('list_item'), content: z.array(paragraph).min(1).max(5) });
const innerList = z.strictObject({ type: z.enum(listTypes), content: listOf(innerItem) });
/** Lists hold lists once: more is no announcement. */
const outerItem = z.strictObject({
  type: z.literal('list_item'),
  content: z
    .array(z.discriminatedUnion('type', [paragraph, innerList]))
    .min(1)
    .max(10),
});
const list = z.strictObject({ type: z.enum(listTypes), content: listOf(outerItem) });

const picture = z.strictObject({
  type: z.literal('picture'),
  attrs: z.strictObject({ picture: z.uuid(), alt: z.string().overwrite(cleanLine).min(1).max(300) }),
});
const programme = z.strictObject({
  type: z.literal('programme'),
  attrs: z.strictObject({ programme: z.uuid(), at: z.number().int().min(0).max(86_400).nullable() }),
});
/** A page of an outside site, shown in a frame once the reader asks for it; which sites may be is configuration. */
const frame = z.strictObject({
  type: z.literal('frame'),
  attrs: z.strictObject({
    address: z
      .url({ protocol: /^https$/ })
      .max(500)
      .overwrite((address) => safeAddress(address) ?? address),
    title: z.string().overwrite(cleanLine).min(1).max(200),
  }),
});

const block = z.discriminatedUnion('type', [paragraph, heading, blockquote, list, picture, programme, frame]);

/** Rich text as a document of ProseMirror's form, limited to what news may hold. Never HTML. */
export const richText = z
  .strictObject({ type: z.literal('doc'), content: z.array(block).max(mostBlocks) })
  .refine((document) => plainTextOf(document).length <= longestBody, { message: `at most ${longestBody} characters` });

export type RichText = z.infer<typeof richText>;
export type Block = z.infer<typeof block>;
export type Inline = z.infer<typeof inline>[number];
export type Paragraph = z.infer<typeof paragraph>;
export type List = z.infer<typeof list>;
export type Frame = z.infer<typeof frame>;

export const emptyText: RichText = { type: 'doc', content: [] };
