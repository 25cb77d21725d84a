import type { ProgrammePage } from '../../../shared/programme.ts';

/** What the player needs of a programme, as `/api/media/programmes/:id` answers it. */
export type PlayedProgramme = Pick<
  ProgrammePage,
  'id' | 'kind' | 'state' | 'title' | 'to' | 'poster' | 'seconds' | 'startsAt' | 'chapters' | 'captions' | 'stream'
>;

export type Language = 'ar' | 'en';

/** An opened player. */
export interface View {
  /** Seconds at which it stands. */
  readonly at: number;
  play(at?: number): void;
  end(): void;
}

/** What a player tells its page, as `detail` of the event `amanah:time`. */
export interface Moment {
  readonly programme: string;
  readonly title: string;
  readonly to: string;
  readonly at: number;
  readonly playing: boolean;
}
