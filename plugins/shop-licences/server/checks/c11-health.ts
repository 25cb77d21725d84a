import type { Activity } from '../activities.ts';
import { passed, unsure, type Finding } from './finding.ts';

/** C11: where workers need health certificates, the licence is issued on the condition that each has one. */
export const checkHealth = (activity: Activity | null, workers: number): Finding =>
  activity?.health && workers > 0 ? unsure('C11', 'checkHealthWorkers', { count: workers }) : passed('C11');
