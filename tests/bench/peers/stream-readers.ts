// Opens many event streams on one server and counts what arrives; each line on standard input is answered with the counts so far.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const [port, count, cookie] = process.argv.slice(2);
let opened = 0;
let events = 0;
let ended = 0;

function open(): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(`GET /api/stream HTTP/1.1\r\nHost: localhost:${port}\r\nCookie: ${cookie}\r\n\r\n`);
    });
    let answered = false;
    socket.on('data', (chunk: Buffer) => {
      if (!answered) {
        answered = true;
        if (chunk.includes('200 OK')) opened += 1;
        resolve();
      }
      // Every event ends a `data:` line; a chunk may hold several.
      for (let at = chunk.indexOf('data: '); at !== -1; at = chunk.indexOf('data: ', at + 6)) events += 1;
    });
    socket.on('error', () => resolve());
    socket.on('close', () => (ended += 1));
  });
}

for (let begun = 0; begun < Number(count); begun += 100) {
  await Promise.all(Array.from({ length: Math.min(100, Number(count) - begun) }, open));
}
console.log('ready');
for await (const _line of createInterface(process.stdin)) console.log(JSON.stringify({ opened, events, ended }));
