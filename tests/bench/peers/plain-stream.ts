// The event stream's peer: the loop of an Express tutorial, framing each event for each connection.
import express, { type Response } from 'express';

const [port] = process.argv.slice(2);
const open = new Set<Response>();
const app = express();

app.get('/api/stream', (request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write('retry: 3000\n\n');
  open.add(response);
  request.on('close', () => open.delete(response));
});
app.post('/events', express.json(), (request, response) => {
  for (const stream of open) stream.write(`data: ${JSON.stringify(request.body)}\n\n`);
  response.end();
});
app.listen(Number(port), '127.0.0.1', () => console.log('ready'));
