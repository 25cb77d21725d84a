import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import { FaultSwitch, faultModes, type FaultMode } from './fault-switch.ts';

/** What a stand-in is started with: where to listen, and its own settings as JSON. */
export interface StandInArguments<Settings> {
  readonly address: string;
  readonly port: number;
  readonly settings: Settings;
}

/** A further switch on the control address: query parameters in, its state out. */
export type Control = (query: URLSearchParams) => Promise<unknown> | unknown;

/** Reads `--address`, `--port` and `--settings JSON` of a stand-in's process. */
export function standInArguments<Settings>(defaults: { address: string; settings: Settings }): StandInArguments<Settings> {
  const { values } = parseArgs({
    options: {
      address: { type: 'string', default: defaults.address },
      port: { type: 'string', default: '0' },
      settings: { type: 'string', default: '{}' },
    },
  });
  return {
    address: values.address,
    port: Number(values.port),
    settings: { ...defaults.settings, ...(JSON.parse(values.settings) as Partial<Settings>) },
  };
}

/**
 * Serves a stand-in with its fault switch on a second port, prints one JSON line `{ url, faults }` when ready, and ends
 * with its parent (stdin closes) or on SIGTERM.
 * `POST <faults>?mode=slow&ms=5000` sets a fault, `GET` tells it, `POST <faults>/<name>` calls one of `controls`.
 */
export async function serveStandIn(options: {
  address: string;
  port: number;
  /** Made once the own address is known. */
  listener: (url: string, server: Server) => RequestListener | Promise<RequestListener>;
  controls?: Readonly<Record<string, Control>>;
  /** Said in the ready line beside `url` and `faults`. */
  more?: () => Readonly<Record<string, unknown>>;
}): Promise<{ url: string; faults: string }> {
  let listener: RequestListener | undefined;
  const server = createServer((request, response) => {
    if (listener) listener(request, response);
    else response.writeHead(503).end();
  });
  const faults = new FaultSwitch(server);
  const url = `http://${options.address}:${await faults.listen(options.address, options.port)}`;
  listener = faults.guard(await options.listener(url, server));

  const switchUrl = await serveControls(options.address, options.controls ?? {}, faults);

  process.stdin.resume();
  process.stdin.on('end', () => process.exit(0));
  process.on('SIGTERM', () => process.exit(0));
  process.stdout.write(`${JSON.stringify({ url, faults: switchUrl, ...options.more?.() })}\n`);
  return { url, faults: switchUrl };
}

/** Serves the control address alone, for a stand-in whose own protocol is not HTTP; without a fault switch there are no modes. @returns the address */
export async function serveControls(address: string, controls: Readonly<Record<string, Control>>, faults: FaultSwitch | null = null): Promise<string> {
  const control = createServer((request, response) => void answerControl(faults, controls, request.method ?? 'GET', request.url ?? '/', response));
  return `http://${address}:${await new FaultSwitch(control).listen(address, 0)}/`;
}

async function answerControl(
  faults: FaultSwitch | null,
  controls: Readonly<Record<string, Control>>,
  method: string,
  target: string,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(target, 'http://control');
  const reply = (status: number, body: unknown) => void response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
  try {
    if (pathname !== '/') {
      const found = controls[pathname.slice(1)];
      return reply(found ? 200 : 404, found ? ((await found(searchParams)) ?? {}) : { controls: Object.keys(controls) });
    }
    if (!faults) return reply(200, { controls: Object.keys(controls) });
    const mode = searchParams.get('mode');
    if (method !== 'GET') {
      if (!mode || !(faultModes as readonly string[]).includes(mode)) return reply(400, { modes: faultModes });
      await faults.set(mode as FaultMode, searchParams.has('ms') ? Number(searchParams.get('ms')) : undefined);
    }
    reply(200, { mode: faults.mode, slowMs: faults.slowMs, modes: faultModes });
  } catch (error) {
    reply(400, { error: error instanceof Error ? error.message : String(error) });
  }
}
