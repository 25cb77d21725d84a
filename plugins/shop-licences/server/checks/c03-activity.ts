import type { Activity } from '../activities.ts';
import { passed, unsure, type Finding } from './finding.ts';

/** C3: the activity has a code that we know the requirements of. */
export const checkActivity = (activity: Activity | null): Finding => (activity ? passed('C3') : unsure('C3', 'checkActivityUnknown'));
