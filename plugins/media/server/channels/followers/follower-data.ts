import type { Context } from '../../context.ts';
import type { Followers } from './followers.ts';

/** Declares which channels a person follows, for their copy and for erasing. */
export function declareFollowerData({ personalData }: Pick<Context, 'personalData'>, followers: Followers): void {
  personalData({
    name: 'followed-channels',
    title: 'followersPersonal',
    purpose: 'followersPersonalPurpose',
    kept: 'followersPersonalKept',
    async count(personId) {
      const { length: count } = await followers.of(personId);
      return { count, erasable: count };
    },
    copy: (personId) => followers.of(personId),
    erase: (personId) => followers.forget(personId),
  });
}
