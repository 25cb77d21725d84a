import type { Socket } from 'node:net';
import { startRawUpstream, type RawUpstream, type RawWire } from '@amanah/testing';
import type { GatewayLab, SystemFields } from '../security/gateway-lab.ts';

export type Script = (socket: Socket, wire: RawWire) => unknown;

/** Systems of bare bytes behind the gateway of a lab, each with a host of its own. */
export class RawSystems {
  readonly #lab: GatewayLab;
  readonly #upstreams: RawUpstream[] = [];

  constructor(lab: GatewayLab) {
    this.#lab = lab;
  }

  /** Connects one that plays `script` for every request; the hub's probe is answered and not counted. */
  async connect(id: string, script: Script, fields: SystemFields = {}): Promise<RawUpstream & { asked(): number }> {
    const upstream = await startRawUpstream();
    this.#upstreams.push(upstream);
    let asked = 0;
    upstream.play(async (socket, wire) => {
      if ((await wire.head()).includes('/probe')) return void socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
      asked++;
      await script(socket, wire);
    });
    await this.#lab.connect(id, upstream.url, fields);
    return Object.assign(upstream, { asked: () => asked });
  }

  async close(): Promise<void> {
    for (const upstream of this.#upstreams) await upstream.close();
  }
}
