import { runMigrations } from 'bullmq';
import pg from 'pg';

/** Schema of the queue's tables in our PostgreSQL. */
export const queueSchema = 'bullmq';

/** Makes the queue's tables where they are missing, as the owner of the database. */
export async function prepareQueueSchema(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    await runMigrations(client, queueSchema);
  } finally {
    await client.end();
  }
}
