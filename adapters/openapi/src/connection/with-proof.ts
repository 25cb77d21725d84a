import type { HttpRequest } from '@amanah/adapter-api';
import type { Proof } from '../security/credentials.ts';

/** Puts credentials in, last, so that no input takes their place. */
export function withProof(request: HttpRequest, proof: Proof, cookies: readonly string[]): HttpRequest {
  const url = new URL(request.url);
  const query = proof.query.map((pair) => pair.join('=')).join('&');
  if (query !== '') url.search = url.search === '' ? query : `${url.search.slice(1)}&${query}`;
  const jar = [...cookies, ...proof.cookies.map((pair) => pair.join('='))].join('; ');
  return { ...request, url, headers: { ...request.headers, ...proof.headers, ...(jar === '' ? {} : { cookie: jar }) } };
}
