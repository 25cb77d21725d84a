import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import type { Context } from '../context.ts';

/** For which unit the caller makes a channel or a playlist: that which is named, else their own. @throws MEDIA_UNIT_UNKNOWN */
export function unitOfMaker(access: Context['access'], asked: string | undefined, { actor }: Call): string {
  const own = actor?.capacity.kind === 'official' ? actor.capacity.unit : access.unitsWith(actor, 'media:channel.write')?.[0];
  const unit = asked ?? own;
  if (unit === undefined || !access.unit(unit) || !access.may(actor, 'media:channel.write', unit))
    throw new AmanahError('MEDIA_UNIT_UNKNOWN', { params: { unit: unit ?? '' } });
  return unit;
}
