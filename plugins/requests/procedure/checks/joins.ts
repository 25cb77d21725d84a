import type { Procedure } from '../definition.ts';
import type { ProcedureFinding } from './finding.ts';
import { playTokens } from './token-game.ts';

/** Joins at which a request can wait for ever, and steps that happen twice because branches meet without a join. */
export function checkJoins(procedure: Procedure): ProcedureFinding[] {
  const { stuck, twice } = playTokens(procedure);
  return [
    ...[...stuck].map((at): ProcedureFinding => ({ key: 'stuck-at-join', at, severity: 'error' })),
    ...[...twice].map((at): ProcedureFinding => ({ key: 'happens-twice', at, severity: 'warning' })),
  ];
}
