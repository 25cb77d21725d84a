/** The parts of node-media-server 4.4 that are used here; it comes without types. */
declare module 'node-media-server' {
  import type { Server, Socket } from 'node:net';

  interface AvPacket {
    /** 8 sound, 9 picture, 18 data. */
    readonly codec_type: number;
    /** Number of the codec in FLV; FourCC for what came later. */
    readonly codec_id: number;
    /** 0 and 2: headers of sound and picture; 1 sound; 3 key frame; 4 other frame; 5 data. */
    readonly flags: number;
    data: Buffer;
  }

  /** Whatever reads a stream within the process: without `ip`. */
  interface Subscriber {
    readonly id: string;
    readonly ip: '';
    readonly protocol: 'flv';
    endTime: number;
    sendBuffer(bytes: Buffer): void;
  }

  interface Broadcast {
    publisher: RtmpSession | null;
    publishGraceMs: number;
    /** What came since the last key frame, as FLV: a reader gets it first. */
    readonly flvGopCache: Set<Buffer> | null;
    postPlay(session: Subscriber): string | null;
    donePlay(session: Subscriber): void;
    _finishPublish(): void;
  }

  interface RtmpSession {
    readonly id: string;
    readonly socket: Socket;
    readonly streamApp: string;
    readonly streamName: string;
    readonly broadcast: Broadcast;
    readonly rtmp: { onPacketCallback: (packet: AvPacket) => void };
  }

  class NodeMediaServer {
    constructor(config: Record<string, unknown>);
    readonly rtmpServer: { readonly tcpServer: Server; run(): void };
    on(event: 'prePublish' | 'prePlay', listener: (session: RtmpSession) => void): void;
  }
  export default NodeMediaServer;
  export type { AvPacket, Broadcast, RtmpSession, Subscriber };
}
