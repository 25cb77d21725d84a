export type NetworkName = 'mastodon' | 'telegram' | 'x' | 'facebook';

export interface KeptPost {
  readonly network: NetworkName;
  readonly id: string;
  text: string;
  /** How often its words were changed. */
  edits: number;
  readonly at: string;
  gone: boolean;
  picture: KeptPicture | null;
}

/** A picture that was sent, before or with a post. */
export interface KeptPicture {
  readonly id: string;
  readonly network: NetworkName;
  readonly bytes: number;
  alt: string | null;
}

/** What was posted on each network, in order, with what became of it. */
export class KeptPosts {
  readonly all: KeptPost[] = [];
  /** Networks that turn writers away until then, in milliseconds since 1970. */
  readonly restUntil = new Map<NetworkName, number>();
  /** The same for posts alone: pictures are taken. */
  readonly postsRestUntil = new Map<NetworkName, number>();
  readonly pictures: KeptPicture[] = [];
  /** The next post there is kept, and answered as if it had failed. */
  readonly failsAfterwards = new Set<NetworkName>();
  #next = 1_000;

  addPicture(network: NetworkName, bytes: number, alt: string | null = null): KeptPicture {
    const picture = { id: String((this.#next += 1)), network, bytes, alt };
    this.pictures.push(picture);
    return picture;
  }

  /** @returns the pictures of these ids; `undefined` when one is not there */
  picturesOf(network: NetworkName, ids: readonly string[]): KeptPicture[] | undefined {
    const found = ids.flatMap((id) => this.pictures.find((picture) => picture.network === network && picture.id === id) ?? []);
    return found.length === ids.length ? found : undefined;
  }

  add(network: NetworkName, text: string, idOf: (number: number) => string, picture: KeptPicture | null = null): KeptPost {
    const post = { network, id: idOf((this.#next += 1)), text, edits: 0, at: new Date().toISOString(), gone: false, picture };
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
  secondsToRest(network: NetworkName, until = this.restUntil): number {
    return Math.max(0, Math.ceil(((until.get(network) ?? 0) - Date.now()) / 1_000));
  }
}
