import { describeAdapter } from '@amanah/testing/adapter-suite';
import { startMariadb } from './testing/databases.ts';
import { registerCounterpart } from './testing/register-counterpart.ts';

describeAdapter('sql, MariaDB', async () => registerCounterpart(await startMariadb()), {
  writes: true,
  pages: true,
  changingContract: true,
  expiringAccess: true,
});
