import { createServer } from 'node:http';

/** A system without anything around it: bare node:http, one record of about 1 KB. */
const activities = Array.from({ length: 8 }, (_, at) => ({ code: `56101${at}`, name: 'مطاعم مع خدمة الطعام والشراب داخل المنشأة' }));
const record = JSON.stringify({ number: '420123', holder: 'شركة الأمواج للتجارة', issuedAt: '1445-01-01', state: 'active', activities });
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(record) });
  response.end(record);
});
server.listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready'));
process.once('SIGTERM', () => process.exit(0));
