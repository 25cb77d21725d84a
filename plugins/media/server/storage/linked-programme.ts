import { AmanahError } from '@amanah/errors';
import type { ProgrammePage } from '../../shared/programme.ts';
import { pageOf, type ServiceNames } from '../programmes/answers.ts';
import type { Programme } from '../programmes/programme-row.ts';
import type { Programmes } from '../programmes/programmes.ts';
import type { StreamGrants } from '../programmes/stream-grants.ts';
import type { PrivateLinks } from './private-links.ts';

/** Whoever opens a link watches for so long without asking again, also where it is withdrawn meanwhile. */
const watchSeconds = 4 * 3_600;

/** What a private link opens, and until when. */
export interface LinkedProgramme {
  readonly programme: Programme;
  readonly token: string;
  readonly until: Date;
}

/** The programme of a link that holds, while it is published. @throws MEDIA_LINK_REFUSED */
export async function linkedProgramme(links: PrivateLinks, programmes: Pick<Programmes, 'find'>, token: string): Promise<LinkedProgramme> {
  const { programme: id, expiresAt } = await links.open(token);
  const programme = await programmes.find(id);
  if (programme?.state !== 'published') throw new AmanahError('MEDIA_LINK_REFUSED', { detail: id });
  return { programme, token, until: expiresAt };
}

/** Its page, with addresses of poster and stream that hold for this visit. */
export function linkedPage({ programme, token, until }: LinkedProgramme, services: ServiceNames, grants: Pick<StreamGrants, 'make'>): ProgrammePage {
  const page = pageOf(programme, services);
  const grant = grants.make(programme.id, Math.min(watchSeconds, (until.getTime() - Date.now()) / 1_000));
  return { ...page, poster: page.poster && `${page.poster}&link=${token}`, stream: page.stream && `${page.stream}?g=${grant}` };
}
