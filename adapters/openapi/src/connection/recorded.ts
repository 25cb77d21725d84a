import type { HttpAnswer, HttpRequest } from '@amanah/adapter-api';

const hidden = '***';

/** A request as it goes over the wire (RFC 9112), without what proves who we are. */
export function recordedRequest({ method, url, headers = {}, body }: HttpRequest, secrets: readonly string[]): Buffer {
  const lines = [`${method} ${url.pathname}${url.search} HTTP/1.1`, `host: ${url.host}`];
  for (const [name, value] of Object.entries(headers))
    lines.push(`${name}: ${/^(?:proxy-)?authorization$/i.test(name) ? value.replace(/ .*/s, ` ${hidden}`) : value}`);
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return withoutSecrets(Buffer.concat([head, typeof body === 'string' ? Buffer.from(body) : (body ?? Buffer.alloc(0))]), secrets);
}

/** An answer as it came, its codings undone; a system that repeats our secrets does not bring them into the record. */
export function recordedAnswer({ status, headers, body }: HttpAnswer, secrets: readonly string[]): Buffer {
  const lines = [`HTTP/1.1 ${status}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${name === 'set-cookie' ? hidden : value}`)];
  return withoutSecrets(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]), secrets);
}

export function withoutSecrets(bytes: Buffer, secrets: readonly string[]): Buffer {
  const present = secrets.filter((secret) => secret.length >= 4 && bytes.includes(secret));
  if (present.length === 0) return bytes;
  let text = bytes.toString('latin1');
  for (const secret of present.toSorted((one, other) => other.length - one.length)) text = text.replaceAll(Buffer.from(secret).toString('latin1'), hidden);
  return Buffer.from(text, 'latin1');
}
