import type { Queryable } from '@amanah/plugin-api';
import type { LiveConfig } from './live-config.ts';

const askAgainMs = 200;

/** What encoders are told, without the key, where a process takes them at a port. */
export function encoderAddress({ rtmp }: LiveConfig, publicUrl: URL, port: number): string {
  return rtmp.publicAddress ?? `rtmp://${rtmp.publicHost ?? publicUrl.hostname}:${port}/live`;
}

/** The same of whichever process takes them now; `null`: none does. */
export async function addressOf(db: Queryable, config: LiveConfig, publicUrl: URL): Promise<string | null> {
  const [row] = await db.query<{ rtmp_port: number }>(
    `SELECT rtmp_port FROM live_server WHERE rtmp_port IS NOT NULL AND seen_at > now() - interval '15 seconds' ORDER BY seen_at DESC LIMIT 1`,
  );
  return row ? encoderAddress(config, publicUrl, row.rtmp_port) : null;
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
