import type { Bilingual, Call, ServiceToken } from '@amanah/plugin-api';

export type ProgrammeKind = 'video' | 'audio';

/**
 * From the plan to the shelf. Live: scheduled → live → ended → published. Uploaded: uploading → checking → transcoding → ready → published.
 * `refused`: the file was not what it said; `failed`: transcoding broke for good; `withdrawn`: taken off the shelf, files kept.
 */
export type ProgrammeState =
  'scheduled' | 'live' | 'ended' | 'uploading' | 'checking' | 'transcoding' | 'ready' | 'published' | 'refused' | 'failed' | 'withdrawn';

/** What another page needs to show and link a programme. */
export interface ProgrammeCard {
  readonly id: string;
  readonly kind: ProgrammeKind;
  readonly state: ProgrammeState;
  readonly title: Bilingual;
  readonly about: Bilingual;
  /** Portal address of its page. */
  readonly to: string;
  /** Address of the poster; `null`: none. */
  readonly poster: string | null;
  /** Length in seconds; `null` while it is live or not known. */
  readonly seconds: number | null;
  /** ISO moment of publication or of going live. */
  readonly since: string | null;
  /** Codes of the services that it is about. */
  readonly services: readonly string[];
}

/** An audio programme with its whole sound as one file. */
export interface Episode extends ProgrammeCard {
  readonly sound: { readonly path: string; readonly type: string; readonly bytes: number };
}

/** A channel that sends at this moment. */
export interface ChannelOnAir {
  readonly slug: string;
  readonly kind: ProgrammeKind;
  readonly title: Bilingual;
  /** Portal address of its page. */
  readonly to: string;
  readonly poster: string | null;
  /** What is heard just now. */
  readonly programme: ProgrammeCard;
  /** Address of the channel's stream, or of the broadcast's own while it is live. */
  readonly stream: string;
  readonly live: boolean;
  /** ISO moment at which something else is heard. */
  readonly until: string | null;
}

export interface Media {
  /** Programmes that the caller may watch, by id; unknown and forbidden ones are left out. */
  find(ids: readonly string[], call: Call): Promise<ProgrammeCard[]>;
  /** Live now, and published, about a service; live ones first, then the newest. */
  ofService(code: string, call: Call): Promise<ProgrammeCard[]>;
  /** Published audio programmes for everyone, newest first: for feeds. */
  episodes(limit: number): Promise<Episode[]>;
  /** Live now, from memory. */
  liveNow(call: Call): readonly ProgrammeCard[];
  /** Open channels that send something just now, with what that is, the radio first; what is live only where the caller may watch it. */
  onAir(call: Call): Promise<readonly ChannelOnAir[]>;
}

export const media: ServiceToken<Media> = { plugin: 'media', name: 'media' };
