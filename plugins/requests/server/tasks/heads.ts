import type { PluginAccess } from '@amanah/plugin-api';

/** Roles whose holders answer for the work of a unit and give its tasks away. */
const headRoles = ['section-head', 'mayor'];

/** Accounts of the heads of a unit. */
export async function headsOf(access: Pick<PluginAccess, 'holdersOf'>, unit: string): Promise<readonly string[]> {
  const holders = await Promise.all(headRoles.map((role) => access.holdersOf(role, unit)));
  return [...new Set(holders.flat().map(({ id }) => id))];
}
