import { AmanahError } from '@amanah/errors';
import type { OperationOptions } from '@amanah/plugin-api';
import { shopLicenceRegister } from '../../contract.ts';
import { ownRegister, type OfferedRegister, type RegisterClient } from '../register/own-register.ts';
import { clockText } from './clock-text.ts';
import type { Context } from './context.ts';
import { movedRegister } from './moved-register.ts';
import { parallelRegister } from './parallel-register.ts';
import type { Stages } from './stages.ts';

const operations = Object.entries(shopLicenceRegister.operations);

/** The register of a unit as its stage has it at the moment of each call; while it is frozen nothing is changed. */
export function stagedRegister(ctx: Pick<Context, 'db' | 'log' | 'port' | 'text'>, stages: Stages, unit: string): RegisterClient {
  const legacy = ctx.port(shopLicenceRegister, unit);
  const own = ownRegister(ctx.db, unit, ctx.text);
  const current = async (effect: 'read' | 'write'): Promise<OfferedRegister> => {
    const { stage, frozenUntil, hasLegacy } = await stages.of(unit);
    if (effect === 'write' && frozenUntil) throw new AmanahError('ROLLOUT_FROZEN', { params: { until: clockText(frozenUntil) ?? '' } });
    if (!hasLegacy || stage === 'legacy') return legacy;
    if (stage === 'parallel') return parallelRegister(ctx, { unit, legacy, own });
    return stage === 'new' ? movedRegister(ctx, { unit, legacy, own }) : own;
  };
  return Object.fromEntries(
    operations.map(([name, { effect }]) => [
      name,
      async (input: unknown, options?: OperationOptions) => {
        const register = (await current(effect)) as unknown as Partial<Record<string, (input: unknown, options?: OperationOptions) => Promise<unknown>>>;
        const carry = register[name];
        if (!carry) throw new AmanahError('SYSTEMS_NOT_OFFERED', { params: { system: ctx.text('registerName', options?.language ?? 'ar') } });
        return carry(input, options);
      },
    ]),
  ) as unknown as RegisterClient;
}
