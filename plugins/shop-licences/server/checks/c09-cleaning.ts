import { passed, unsure, type Finding } from './finding.ts';

/** C9: without a private contract the waste fee is added; a contract is looked at by an officer. */
export const checkCleaning = (contract: boolean): Finding => (contract ? unsure('C9', 'checkCleaningContract') : passed('C9'));
