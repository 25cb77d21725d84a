import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import type { RichText } from '../../shared/rich-text.ts';

/** An outside site whose pages news may show in a frame. */
export const frameSite = z.strictObject({
  name: z.string().min(1).max(40),
  hosts: z.array(z.string().regex(/^[a-z0-9.-]+$/)).min(1),
  /** Regular expressions on path and query of an address there; the first group is the id of what is shown. */
  patterns: z.array(z.string()).min(1),
  /** Address of the frame, `{id}` in it. */
  frame: z.url({ protocol: /^https$/ }),
  /** Its oEmbed service, asked by the server for the title. */
  oembed: z.url().optional(),
});
export type FrameSite = z.infer<typeof frameSite>;

export interface FoundFrame {
  readonly site: string;
  readonly src: string;
  readonly address: string;
  readonly oembed: string | undefined;
}

/** The sites that the operator allows: an address of any other is refused when news is written, and is a plain link when it was removed later. */
export class FrameSites {
  readonly #sites: readonly (FrameSite & { readonly expressions: readonly RegExp[] })[];

  constructor(sites: readonly FrameSite[]) {
    this.#sites = sites.map((site) => ({ ...site, expressions: site.patterns.map((pattern) => new RegExp(pattern, 'u')) }));
  }

  get names(): readonly string[] {
    return this.#sites.map(({ name }) => name);
  }

  /** Where the frame of an address leads; `null`: no site that is allowed. */
  frameOf(address: string): FoundFrame | null {
    const url = URL.parse(address);
    if (url?.protocol !== 'https:' || url.port !== '' || url.username || url.password) return null;
    for (const { name, hosts, expressions, frame, oembed } of this.#sites) {
      if (!hosts.includes(url.hostname)) continue;
      for (const expression of expressions) {
        const id = expression.exec(url.pathname + url.search)?.[1];
        if (id !== undefined && /^[\w-]{1,64}$/.test(id)) return { site: name, src: frame.replace('{id}', id), address: url.href, oembed };
      }
    }
    return null;
  }

  /** Origins of the frames in a text, for the content security policy of its page. */
  originsOf(...documents: readonly RichText[]): string[] {
    const frames = documents.flatMap(({ content }) => content.flatMap((block) => (block.type === 'frame' ? [this.frameOf(block.attrs.address)] : [])));
    return [...new Set(frames.flatMap((frame) => (frame ? [new URL(frame.src).origin] : [])))];
  }

  /** @throws SOCIAL_SITE_REFUSED */
  assertAllowed(...documents: readonly RichText[]): void {
    for (const { content } of documents)
      for (const block of content)
        if (block.type === 'frame' && !this.frameOf(block.attrs.address))
          throw new AmanahError('SOCIAL_SITE_REFUSED', { params: { sites: this.names.join('، ') } });
  }
}
