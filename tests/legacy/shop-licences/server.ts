import type { Server } from 'node:http';
import { WebSocketServer } from 'ws';
import { serveStandIn, standInArguments } from '../process/serve.ts';
import { licencesOf } from './licences.ts';
import { municipalities } from './municipalities.ts';
import { createRoutes } from './routes.ts';
import { LegacySessions } from './sessions.ts';

const { address, port, settings } = standInArguments({
  address: '127.0.0.4',
  settings: {
    municipality: 'khobar' as keyof typeof municipalities,
    sessionSeconds: 1_200,
    /** Origin written into its links when it is known by another name than its address. */
    innerOrigin: null as string | null,
  },
});
const municipality = municipalities[settings.municipality];
const licences = licencesOf(municipality);
const sessions = new LegacySessions(settings.sessionSeconds);

await serveStandIn({
  address,
  port,
  listener: (url, server) => {
    answerSockets(server);
    return createRoutes({ origin: settings.innerOrigin ?? url, municipality, licences, sessions });
  },
  controls: {
    /** `?seconds=1` shortens its sessions. */
    'session-seconds': (query) => ({ seconds: (sessions.seconds = Number(query.get('seconds') ?? settings.sessionSeconds)) }),
    /** How many are signed in at the old system, to prove that a sign-out arrived. */
    'signed-in': () => ({ signedIn: sessions.signedIn }),
  },
});

/** `/rokhas/live`: tells the signed-in state and echoes, over WebSocket. */
function answerSockets(server: Server): void {
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const id = new RegExp(`${municipality.cookie}=([0-9A-F]+)`).exec(request.headers.cookie ?? '')?.[1];
    const user = sessions.find(id)?.user;
    if (!user || !request.url?.startsWith('/rokhas/live')) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.send(JSON.stringify({ hello: user.username }));
      client.on('message', (data, binary) => client.send(data, { binary }));
    });
  });
}
