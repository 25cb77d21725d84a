import type { Queryable } from '@amanah/plugin-api';
import type { LiveConfig } from './live-config.ts';

const askAgainMs = 200;

/** Host that encoders are told. */
export function encoderHost({ rtmp }: LiveConfig, publicUrl: URL): string {
  return rtmp.publicHost ?? publicUrl.hostname;
}

/** Where some process takes encoders now, without the key; `null`: none does. */
export async function addressOf(db: Queryable, host: string): Promise<string | null> {
  const [row] = await db.query<{ rtmp_port: number }>(
    `SELECT rtmp_port FROM live_server WHERE rtmp_port IS NOT NULL AND seen_at > now() - interval '15 seconds' ORDER BY seen_at DESC LIMIT 1`,
  );
  return row ? `rtmp://${host}:${row.rtmp_port}/live` : null;
}

/** The address as soon as there is one; `null` after so long. */
export async function waitForAddress(address: () => Promise<string | null>, ms: number): Promise<string | null> {
  const until = Date.now() + ms;
  for (;;) {
    const found = await address();
    if (found !== null || Date.now() > until) return found;
    await new Promise((resolve) => setTimeout(resolve, askAgainMs));
  }
}
