import type { OutsideWork } from '../../contract.ts';
import type { PluginParts } from '../plugin-parts.ts';

/**
 * Bodies outside that have to approve: the request goes to them as the service's channels say, and what they answer is recorded as a message by whoever receives it,
 * a connected system or an official. Here it is only noted when they were asked.
 */
export function offerOutsideBodies({ operations }: Pick<PluginParts, 'operations'>): void {
  operations.offer('approvals.ask', async (_work: OutsideWork) => ({ facts: { approvalsAskedAt: new Date().toISOString() } }));
}
