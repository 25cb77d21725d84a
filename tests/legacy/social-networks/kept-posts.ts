export type NetworkName = 'mastodon' | 'telegram' | 'x' | 'facebook';

export interface KeptPost {
  readonly network: NetworkName;
  readonly id: string;
  text: string;
  /** How often its words were changed. */
  edits: number;
  readonly at: string;
  gone: boolean;
}

/** What was posted on each network, in order, with what became of it. */
export class KeptPosts {
  readonly all: KeptPost[] = [];
  /** Networks that turn writers away until then, in milliseconds since 1970. */
  readonly restUntil = new Map<NetworkName, number>();
  #next = 1_000;

  add(network: NetworkName, text: string, idOf: (number: number) => string): KeptPost {
    const post = { network, id: idOf((this.#next += 1)), text, edits: 0, at: new Date().toISOString(), gone: false };
    this.all.push(post);
    return post;
  }

  find(network: NetworkName, id: string): KeptPost | undefined {
    return this.all.find((post) => post.network === network && post.id === id && !post.gone);
  }

  /** Newest first. */
  of(network: NetworkName): KeptPost[] {
    return this.all.filter((post) => post.network === network && !post.gone).toReversed();
  }

  /** Seconds for which a network still turns writers away; `0`: it takes them. */
  secondsToRest(network: NetworkName): number {
    return Math.max(0, Math.ceil(((this.restUntil.get(network) ?? 0) - Date.now()) / 1_000));
  }
}
