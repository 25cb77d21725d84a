import type { ProgrammePage } from '../../../shared/programme.ts';

/** What the player needs of a programme, as `/api/media/programmes/:id` answers it. */
export type PlayedProgramme = Pick<
  ProgrammePage,
  'id' | 'kind' | 'state' | 'title' | 'to' | 'poster' | 'seconds' | 'startsAt' | 'chapters' | 'captions' | 'stream'
> & {
  /** Of a channel: when what plays, or its stream, is another one; `null`: not known. */
  readonly changesAt?: string | null;
};

export type Language = 'ar' | 'en';

/** An opened player. */
export interface View {
  /** Seconds at which it stands. */
  readonly at: number;
  play(at?: number): void;
  /** Takes what is said of a channel now: the title, and another stream where a broadcast begins or ends. */
  tell(programme: PlayedProgramme): void;
  end(): void;
}

/** What a player tells its page, as `detail` of the event `amanah:time`. */
export interface Moment {
  readonly programme: string;
  /** Slug of the channel that is heard; `programme` is empty then, and `at` says nothing. */
  readonly channel?: string;
  readonly title: string;
  readonly to: string;
  readonly at: number;
  readonly playing: boolean;
}
