import type { Capacity } from '@amanah/plugin-api';
import { establishmentOf } from '../outside/establishment.ts';
import { failed, passed, type Finding } from './finding.ts';

/** C1: the applicant acts for an establishment, as its owner, manager, delegate or agent; the identity provider and the Commerce register said so at the sign-in. */
export const checkCapacity = (capacity: Capacity): Finding => (establishmentOf(capacity) ? passed('C1') : failed('C1', 'checkCapacity'));
