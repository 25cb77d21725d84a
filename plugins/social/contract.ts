import type { Bilingual, Call, ServiceToken } from '@amanah/plugin-api';

/** What another page needs to show and link a news item. */
export interface NewsCard {
  readonly id: string;
  /** Portal address of its page. */
  readonly path: string;
  readonly title: Bilingual;
  readonly summary: Bilingual;
  /** The unit that speaks. */
  readonly unit: string;
  /** Address of its picture and the words for who cannot see it; `null`: none. */
  readonly picture: { readonly path: string; readonly alt: Bilingual } | null;
  /** ISO moment. */
  readonly publishedAt: string;
  /** Made for trials of the portal. */
  readonly demo: boolean;
}

/** News as other plugins see it; answers from memory. */
export interface News {
  /** Newest first, of those that the caller may read. */
  newest(limit: number, call: Call): readonly NewsCard[];
  /** Newest first, about a service. */
  ofService(code: string, limit: number, call: Call): readonly NewsCard[];
}

export const news: ServiceToken<News> = { plugin: 'social', name: 'news' };

/** Kinds of what happens to news, emitted as `social.<type>` with the item's id as subject, so that those of one item arrive in order. */
export interface NewsEvents {
  'news.published': NewsHappening;
  'news.changed': NewsHappening;
  'news.withdrawn': { readonly id: string; readonly path: string; readonly audience: 'everyone' | 'officials'; readonly reason: Bilingual };
}

export interface NewsHappening {
  readonly id: string;
  /** 1 when it was first published, one more with each change: a receiver that has seen a later one leaves this one out. */
  readonly edition: number;
  readonly path: string;
  readonly audience: 'everyone' | 'officials';
  readonly unit: string;
  readonly title: Bilingual;
  readonly summary: Bilingual;
  /** The body's words without any form, blocks on lines of their own. */
  readonly text: Bilingual;
  /** Address of the picture in the portal (JPEG). */
  readonly picture: { readonly path: string; readonly alt: Bilingual } | null;
  readonly services: readonly string[];
  readonly programmes: readonly string[];
  /** Networks chosen for it, with words where somebody wrote others than the composed ones. */
  readonly networks: readonly { readonly id: string; readonly words: string | null }[];
  readonly publishedAt: string;
  readonly changedAt: string;
}

/** Kinds of what happens to posts on networks, emitted as `social.<type>`. */
export interface SocialEvents {
  /** A network refused a post, was given up on, or its answer was lost: a person decides. Subject: the post. */
  'post.refused': {
    readonly post: string;
    readonly news: string;
    readonly network: string;
    readonly edition: number;
    /** Code of the error catalogue with what fills its places. */
    readonly code: string;
    readonly params: Readonly<Record<string, string | number>>;
  };
  /** A network does not take our token any more; told again only after it has worked in between. Subject: the network. */
  'network.refused': { readonly network: string };
}
