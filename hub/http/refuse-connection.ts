import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorDefinition, errorText, type ErrorCode } from '@amanah/errors';

const codes: Readonly<Record<string, ErrorCode>> = { HPE_HEADER_OVERFLOW: 'HTTP_HEADERS_TOO_LARGE', ERR_HTTP_REQUEST_TIMEOUT: 'HTTP_REQUEST_TIMEOUT' };

/** Answers what never became a request, and hangs up: too large headers, too slow, or no HTTP at all. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable) return;
  const code = codes[error.code ?? ''] ?? 'HTTP_MALFORMED';
  const { status } = errorDefinition(code);
  // Nothing is known of the visitor's language here: the portal's first one, as everywhere.
  const { title, action } = errorText(code, 'ar');
  const body = JSON.stringify({ type: `/errors/${code}`, code, title, detail: action, status });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
      `Content-Language: ar\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
