import type { CardAnswer } from './answers.ts';

type Where = Pick<CardAnswer, 'class' | 'apply' | 'start'>;

/** Which sentence says where else, or where at all, a service is taken today. */
export function whereWords({
  class: serviceClass,
  apply,
  start,
}: Where): 'applyContent' | 'applyAlso' | 'applyInPortal' | 'applyElsewhere' | 'applyPortalOnly' {
  const channels = start.way === 'elsewhere' && start.channels.length > 0;
  if (apply !== null) return channels ? 'applyAlso' : 'applyInPortal';
  if (serviceClass === 'informational') return 'applyContent';
  return channels ? 'applyElsewhere' : 'applyPortalOnly';
}
