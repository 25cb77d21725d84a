// A hub's intake for intake-processes.db.test.ts: `intake-process-fixture.ts DATABASE_URL SYSTEM CONNECTION`; says "reading" once rows of a file come, then looks to the end.
import { quietLog, testSealKey } from '../../store/store-fixture.ts';
import { Secret } from '../../config/secret.ts';
import { createStore } from '../../store/create-store.ts';
import { createIntake } from './create-intake.ts';
import { openFiles } from './open-files-fixture.ts';

const [url = '', systemId = '', connection = '{}'] = process.argv.slice(2);
const store = await createStore({ databaseUrl: new Secret(url), dataDir: '/nowhere', sealKey: testSealKey }, quietLog);
const { processes, system } = await openFiles(systemId, JSON.parse(connection) as object);
const intake = createIntake({
  store,
  log: quietLog,
  processes: {
    ...processes,
    readFile: (id, file, sink, signal) =>
      processes.readFile(
        id,
        file,
        {
          async rows(batch) {
            process.stdout.write('reading\n');
            await sink.rows(batch);
          },
          rejected: (batch) => sink.rejected(batch),
        },
        signal,
      ),
  },
});
await intake.look(system, new AbortController().signal);
process.stdout.write('done\n');
await intake.close();
await processes.shutdown(0);
await store.close();
