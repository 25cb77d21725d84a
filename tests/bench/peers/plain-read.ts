// The plugin read's peer: the same row by bare node:http and pg, with nobody asked who they are.
import { createServer } from 'node:http';
import pg from 'pg';

const [port, url] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: 4, options: '-c search_path=plugin_register,public' });

createServer(async (request, response) => {
  const id = Number(request.url?.split('/').pop());
  const { rows } = await pool.query({ name: 'entry-by-id', text: 'SELECT id, name, unit FROM entry WHERE id = $1', values: [id] });
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(rows[0]));
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));
