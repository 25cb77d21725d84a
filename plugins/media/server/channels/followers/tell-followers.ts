import type { Db } from '@amanah/plugin-api';
import type { NotificationService } from '../../../../notifications/contract.ts';
import type { Programme } from '../../programmes/programme-row.ts';
import type { Followers } from './followers.ts';

/** What followers are told of a programme of the channel. */
export type Happening = 'live' | 'published';

interface Notice {
  readonly happening: string;
  readonly channel: string;
  readonly programme: string;
  readonly told_to: string | null;
}

export interface TellingParts {
  readonly db: Db;
  readonly followers: Followers;
  readonly find: (programme: string) => Promise<Programme | null>;
  readonly notifications: () => NotificationService;
}

/** Followers told with one statement of the notifications. */
const atOnce = 500;
const templates: Readonly<Record<Happening, string>> = { live: 'channel-live', published: 'channel-programme' };

/**
 * Notes that followers are to be told of something. Noted again it is told once, also where a programme was taken off the shelf and put there again.
 * @returns whether there is somebody to tell
 */
export async function noteHappening({ db, find }: TellingParts, happening: Happening, programme: string): Promise<boolean> {
  const one = await find(programme);
  // What is for the office's own people only is told to nobody else.
  if (!one?.channel?.open || one.audience === 'unit') return false;
  const noted = await db.query('INSERT INTO follower_notice (happening, channel, programme) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1', [
    `${happening}/${programme}`,
    one.channel.slug,
    programme,
  ]);
  return noted.length > 0;
}

/**
 * Tells the followers of all that is noted, some hundred at a time. Whoever was told is noted after each lot; a lot that was told and not noted is told again,
 * which the notifications leave out by their key.
 */
export async function tellFollowers(parts: TellingParts, signal: AbortSignal): Promise<void> {
  const { db } = parts;
  for (;;) {
    if (signal.aborted) return;
    const [notice] = await db.query<Notice>(
      'SELECT happening, channel, programme, told_to FROM follower_notice WHERE done_at IS NULL ORDER BY added_at LIMIT 1',
    );
    if (!notice) return;
    if (!(await tellOf(parts, notice, signal))) return;
    await db.query('UPDATE follower_notice SET done_at = now() WHERE happening = $1', [notice.happening]);
  }
}

/** @returns false when it was broken off */
async function tellOf({ db, followers, find, notifications }: TellingParts, notice: Notice, signal: AbortSignal): Promise<boolean> {
  const { happening, channel } = notice;
  const kind = happening.split('/')[0] as Happening;
  for (let last = notice.told_to; ;) {
    // It may be over or withdrawn while there are many to tell.
    const one = await find(notice.programme);
    if (!one?.channel || !isStill(kind, one)) return true;
    const people = await followers.after(channel, last, atOnce);
    if (people.length === 0) return true;
    await notifications().send(people, {
      template: templates[kind],
      data: { channel: one.channel.title, programme: one.title },
      to: `/watch/${one.id}`,
      key: `media/${happening}`,
    });
    last = people.at(-1)!;
    await db.query('UPDATE follower_notice SET told_to = $2 WHERE happening = $1', [happening, last]);
    if (signal.aborted) return false;
  }
}

function isStill(kind: Happening, { state }: Programme): boolean {
  return kind === 'live' ? state === 'live' : state === 'published';
}
