/** What a connector may say to a network. */
export interface PostWords {
  /** Whole text with the post's own link in it. */
  readonly text: string;
  /** The post's own link, `…/go/CODE`: by it a post is found again. */
  readonly link: string;
  /** Language of the text's first part, BCP 47. */
  readonly language: 'ar' | 'en';
  /** The picture that the post carries, by the network's own name for it; `null`: none. */
  readonly media: string | null;
  /** The picture itself, where it goes with the post. */
  readonly picture?: PostPicture;
}

/** A picture as a network takes it: JPEG, with words for whoever cannot see it. */
export interface PostPicture {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly alt: string;
}

/** How a network takes pictures. */
export interface PictureWay {
  /** Longest text beside a picture, where that is shorter than without. */
  readonly most?: number;
  /** Sends a picture ahead of its post, seen by nobody before that. @returns the network's name for it. `null`: it goes with the post itself */
  readonly upload: ((access: NetworkAccess, picture: PostPicture, signal: AbortSignal) => Promise<string>) | null;
  /** Whether a post that is there can get another picture. */
  readonly changes: boolean;
}

/** A post as the network knows it. */
export interface RemotePost {
  readonly id: string;
  /** Where people see it; `null` where the network does not say. */
  readonly url: string | null;
}

/** Where a network answers, and as whom. */
export interface NetworkAccess {
  readonly url: string;
  /** Chat or page of ours; empty where the token says it. */
  readonly account: string;
  readonly token: string;
}

/** How much a network takes, by its own published rules. */
export interface NetworkPace {
  /** Posts and changes in any minute. */
  readonly perMinute: number;
  /** Posts and changes in any 24 hours. */
  readonly perDay: number;
}

/** What a network says of us: shown to whoever connects it. */
export interface NetworkIdentity {
  readonly account: string;
}

/**
 * Speaks one network's HTTP. Each method throws a `NetworkRefusal` that says whether the network has carried out what was asked: certainly not,
 * or perhaps (`unclear`); anything else thrown is a fault of ours.
 */
export interface Connector {
  readonly pace: NetworkPace;
  /** How the network counts a text, and how much it takes. */
  readonly most: number;
  measure(text: string): number;
  readonly pictures: PictureWay;
  who(access: NetworkAccess, signal: AbortSignal): Promise<NetworkIdentity>;
  /** Posts. `key` is the same each time the same post is tried. */
  publish(access: NetworkAccess, words: PostWords, key: string, signal: AbortSignal): Promise<RemotePost>;
  /** Changes a post; `null`: this network cannot. */
  readonly edit: ((access: NetworkAccess, post: RemotePost, words: PostWords, signal: AbortSignal) => Promise<void>) | null;
  /** Takes a post off; one that is not there any more is off. */
  remove(access: NetworkAccess, post: RemotePost, signal: AbortSignal): Promise<void>;
  /** Looks among our latest posts for the one with the link; `null`: this network shows programs nothing of what they posted. */
  readonly find: ((access: NetworkAccess, link: string, signal: AbortSignal) => Promise<RemotePost | undefined>) | null;
}
