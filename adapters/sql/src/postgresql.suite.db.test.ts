import { describeAdapter } from '@amanah/testing/adapter-suite';
import { startPostgres } from './testing/databases.ts';
import { registerCounterpart } from './testing/register-counterpart.ts';

describeAdapter('sql, PostgreSQL', async () => registerCounterpart(await startPostgres()), {
  writes: true,
  pages: true,
  changingContract: true,
  expiringAccess: true,
});
