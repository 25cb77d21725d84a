import type { Log } from '@amanah/plugin-api';
import { createAccess } from './access/create-access.ts';
import { createAudit } from './audit/create-audit.ts';
import type { HubConfig } from './config/contract.ts';
import { createFiles } from './files/create-files.ts';
import { createGateway } from './gateway/create-gateway.ts';
import { createHost } from './host/create-host.ts';
import { createApp } from './http/create-app.ts';
import { createServer } from './http/create-server.ts';
import { createIdentity } from './identity/create-identity.ts';
import { createJobs } from './jobs/create-jobs.ts';
import { createMail } from './mail/create-mail.ts';
import { createStore } from './store/create-store.ts';
import { createSystems } from './systems/create-systems.ts';
import { createPorts } from './systems/ports/create-ports.ts';
import { createWebhooks } from './webhooks/create-webhooks.ts';

/** A running hub; `close` drains it: first no new requests, last the database. */
export interface RunningHub {
  close(): Promise<void>;
}

/** The only wiring: each room gets the rooms it needs, and is closed in the opposite order. */
export async function openHub(config: HubConfig, log: Log): Promise<RunningHub> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of closers.splice(0).reverse()) await end().catch((error: unknown) => log.error({ err: error }, 'a part of the hub did not close'));
  };
  const kept = <T extends { close(): Promise<unknown> }>(room: T): T => {
    closers.push(() => room.close());
    return room;
  };
  try {
    const store = kept(await createStore(config, log));
    const files = kept(await createFiles(config));
    const access = kept(await createAccess(config));
    const audit = kept(await createAudit(store));
    const jobs = kept(await createJobs(config, store, log));
    const mail = createMail(config);
    const identity = kept(await createIdentity({ config, log, store, access, audit, jobs, mail }));
    const systems = kept(await createSystems({ config, log, store, access, audit }));
    const gateway = kept(await createGateway({ config, log, store, identity, systems, access, audit }));
    const ports = kept(await createPorts({ config, log, store, access, audit, systems }));
    const webhooks = kept(createWebhooks({ config, log, store, jobs, audit, hasUnit: (id) => access.unit(id) !== undefined }));
    const host = kept(await createHost({ config, log, store, files, jobs, access, audit, identity, mail, systems, webhooks, ports }));
    await ports.publish();
    if (config.role !== 'web') {
      await jobs.start();
      webhooks.start();
    }
    if (config.role !== 'worker') {
      const app = await createApp({ config, log, store, identity, systems, gateway, host, access, audit, jobs });
      const server = createServer(app, gateway, { log });
      await listen(server, config.port);
      closers.push(() => server.drain());
    }
    return { close };
  } catch (error) {
    await close();
    throw error;
  }
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
