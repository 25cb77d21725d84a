// The gateway's peer: http-proxy-middleware on bare node:http, with nobody asked who they are.
import { createServer } from 'node:http';
import { createProxyMiddleware } from 'http-proxy-middleware';

const [port, target] = process.argv.slice(2);
const proxy = createProxyMiddleware({ target, changeOrigin: true });

createServer((request, response) => void proxy(request as never, response as never)).listen(Number(port), '127.0.0.1', () => console.log('ready'));
