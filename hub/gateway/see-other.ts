import type { ServerResponse } from 'node:http';

/** Sends the visitor on (303) with an answer that nobody keeps. */
export function seeOther(response: ServerResponse, location: string): void {
  response.statusCode = 303;
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Location', location);
  response.end();
}
