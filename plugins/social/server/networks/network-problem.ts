import type { Queryable } from '@amanah/plugin-api';
import type { ActProblem } from '../posts/post-rows.ts';

/**
 * Notes what a refusal says of the whole network. A token that is not taken stands until the network has answered as to one it knows, whatever else happens
 * meanwhile. @returns whether the token has just been refused for the first time
 */
export async function noteRefusal(tx: Queryable, network: string, { code, params }: ActProblem): Promise<boolean> {
  const problem = JSON.stringify({ code, params });
  if (code === 'SOCIAL_NETWORK_TOKEN') {
    const rows = await tx.query(
      `UPDATE network SET problem = $2 WHERE id = $1 AND (problem IS NULL OR problem ->> 'code' <> 'SOCIAL_NETWORK_TOKEN') RETURNING id`,
      [network, problem],
    );
    return rows.length > 0;
  }
  if (code === 'SOCIAL_NETWORK_AWAY')
    await tx.query(`UPDATE network SET problem = $2 WHERE id = $1 AND (problem IS NULL OR problem ->> 'code' <> 'SOCIAL_NETWORK_TOKEN')`, [network, problem]);
  if (code === 'SOCIAL_NETWORK_REFUSED' || code === 'SOCIAL_POST_GONE') await tx.query('UPDATE network SET problem = NULL WHERE id = $1', [network]);
  return false;
}
