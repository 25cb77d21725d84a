import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** What SQL Server answers to one request: rows under columns, an error, or nothing until it is told to stop. */
export type TdsAnswer =
  | { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | number | null)[])[]; readonly count?: number }
  | { readonly error: number; readonly message: string }
  | { readonly touched: number }
  | 'silence'
  | 'hang up';

/** Just enough of the TDS protocol (MS-TDS) to let the driver sign in and ask, with answers that a test writes. It is no SQL Server. */
export interface ScriptedTdsServer {
  readonly port: number;
  /** Texts that were asked, and how often it was told to stop, to begin, to commit and to take back. */
  readonly asked: string[];
  /** Declarations of the parameters that came with them. */
  readonly parameters: string[];
  close(): Promise<void>;
}

/** Sockets over which a request waits without an answer. */
const silent = new WeakSet<Socket>();

const types = { batch: 1, rpc: 3, attention: 6, transaction: 14, login: 16, prelogin: 18 } as const;

/** `routedTo`: it takes the sign-in and sends the client to another server, as an availability group does. */
export async function startScriptedTdsServer(
  answer: (sql: string) => TdsAnswer,
  { routedTo }: { readonly routedTo?: { readonly host: string; readonly port: number } } = {},
): Promise<ScriptedTdsServer> {
  const asked: string[] = [];
  const parameters: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    let held = Buffer.alloc(0);
    let message = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      held = Buffer.concat([held, chunk]);
      while (held.length >= 8 && held.length >= held.readUInt16BE(2)) {
        const packet = held.subarray(0, held.readUInt16BE(2));
        held = held.subarray(packet.length);
        message = Buffer.concat([message, packet.subarray(8)]);
        if ((packet.readUInt8(1) & 1) === 0) continue;
        parameters.push(...(/@p1 \w[^\0]*?(?=\0|$|[^ -~])/.exec(message.toString('utf16le')) ?? []));
        if (routedTo && packet.readUInt8(0) === types.login) send(socket, Buffer.concat([loginAck(), routing(routedTo), done()]));
        else respond(socket, packet.readUInt8(0), message, asked, answer);
        message = Buffer.alloc(0);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    parameters,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function respond(socket: Socket, type: number, message: Buffer, asked: string[], answer: (sql: string) => TdsAnswer): void {
  switch (type) {
    case types.prelogin:
      // Version, then no encryption.
      return send(socket, Buffer.from([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff, 16, 0, 0, 0, 0, 0, 2]));
    case types.login:
      return send(socket, Buffer.concat([loginAck(), done()]));
    case types.attention:
      asked.push('(stop)');
      // The end of what was asked, if it has none yet, and then, as a message of its own, that it was stopped.
      if (silent.delete(socket)) send(socket, done({ status: 2 }));
      return send(socket, done({ status: 0x20 }));
    case types.transaction: {
      // After the headers the kind of request: 5 begins, 7 commits, 8 takes back.
      const kind = message.readUInt16LE(message.readUInt32LE(0));
      asked.push({ 5: '(begin)', 7: '(commit)', 8: '(rollback)' }[kind] ?? `(${kind})`);
      return send(socket, Buffer.concat([kind === 5 ? transactionBegun() : transactionEnded(kind === 7 ? 9 : 10), done()]));
    }
    default: {
      const sql = message.toString('utf16le');
      const found = /(?:SELECT|EXEC|INSERT|UPDATE|SET|set)[^\0]*/.exec(sql)?.[0] ?? sql;
      // The driver's own settings when it has signed in.
      if (type === types.batch && found.startsWith('set ')) return send(socket, done());
      asked.push(found);
      const given = answer(found);
      if (given === 'silence') return void silent.add(socket);
      if (given === 'hang up') return void socket.destroy();
      if ('error' in given) return send(socket, Buffer.concat([errorToken(given.error, given.message), done({ status: 2 })]));
      if ('touched' in given) return send(socket, done({ status: 0x10, count: given.touched }));
      return send(socket, Buffer.concat([columnsToken(given.columns), ...given.rows.map(rowToken), done({ status: 0x10, count: given.rows.length })]));
    }
  }
}

function send(socket: Socket, body: Buffer): void {
  const size = 4_000;
  for (let at = 0; at < Math.max(1, body.length); at += size) {
    const part = body.subarray(at, at + size);
    const head = Buffer.alloc(8);
    head.writeUInt8(4, 0);
    head.writeUInt8(at + size >= body.length ? 1 : 0, 1);
    head.writeUInt16BE(part.length + 8, 2);
    socket.write(Buffer.concat([head, part]));
  }
}

const short = (text: string) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'utf16le')]);
const uint16 = (value: number) => Buffer.from([value & 0xff, value >> 8]);

function loginAck(): Buffer {
  const body = Buffer.concat([Buffer.from([1, 0x74, 0, 0, 4]), short('SQL Server'), Buffer.from([16, 0, 0, 0])]);
  return Buffer.concat([Buffer.from([0xad]), uint16(body.length), body]);
}

function done({ status = 0, count = 0 } = {}): Buffer {
  const token = Buffer.alloc(13);
  token.writeUInt8(0xfd, 0);
  token.writeUInt16LE(status, 1);
  token.writeBigUInt64LE(BigInt(count), 5);
  return token;
}

const environmentChange = (body: Buffer) => Buffer.concat([Buffer.from([0xe3]), uint16(body.length), body]);
const routing = ({ host, port }: { readonly host: string; readonly port: number }) => {
  const route = Buffer.concat([Buffer.from([0]), uint16(port), uint16(host.length), Buffer.from(host, 'utf16le')]);
  return environmentChange(Buffer.concat([Buffer.from([20]), uint16(route.length), route, Buffer.from([0, 0])]));
};
const transactionBegun = () => environmentChange(Buffer.from([8, 8, 1, 0, 0, 0, 0, 0, 0, 0, 0]));
const transactionEnded = (kind: number) => environmentChange(Buffer.from([kind, 0, 8, 1, 0, 0, 0, 0, 0, 0, 0]));

function errorToken(number: number, message: string): Buffer {
  const head = Buffer.alloc(6);
  head.writeInt32LE(number, 0);
  head.writeUInt8(1, 4);
  head.writeUInt8(16, 5);
  const body = Buffer.concat([head, uint16(message.length), Buffer.from(message, 'utf16le'), short(''), short(''), Buffer.alloc(4)]);
  return Buffer.concat([Buffer.from([0xaa]), uint16(body.length), body]);
}

/** Columns all of type `nvarchar(4000)`. */
function columnsToken(names: readonly string[]): Buffer {
  const column = (name: string) =>
    Buffer.concat([Buffer.alloc(4), uint16(1), Buffer.from([0xe7]), uint16(8_000), Buffer.from([0x09, 0x04, 0xd0, 0, 0x34]), short(name)]);
  return Buffer.concat([Buffer.from([0x81]), uint16(names.length), ...names.map(column)]);
}

function rowToken(values: readonly (string | number | null)[]): Buffer {
  const cell = (value: string | number | null) => {
    if (value === null) return uint16(0xffff);
    const bytes = Buffer.from(String(value), 'utf16le');
    return Buffer.concat([uint16(bytes.length), bytes]);
  };
  return Buffer.concat([Buffer.from([0xd1]), ...values.map(cell)]);
}
