import type { IncomingMessage } from 'node:http';
import type { EventEmitter } from 'node:events';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { tracingIsOn } from '../http/tracing.ts';

const tracer = trace.getTracer('amanah-hub');
const nothing: Readonly<Record<string, string>> = Object.freeze({});

/** A span for a request to a connected system, child of the caller's `traceparent`; returns the headers under which the system goes on. */
export function traceSystemRequest(
  request: IncomingMessage,
  answer: EventEmitter & { readonly statusCode?: number },
  attributes: { readonly system: string; readonly path: string; readonly requestId: string },
): Readonly<Record<string, string>> {
  if (!tracingIsOn()) return nothing;
  const span = tracer.startSpan(
    `system ${attributes.system}`,
    {
      kind: SpanKind.SERVER,
      attributes: {
        'http.request.method': request.method ?? 'GET',
        'url.path': attributes.path,
        'amanah.system': attributes.system,
        'amanah.request_id': attributes.requestId,
      },
    },
    propagation.extract(context.active(), request.headers),
  );
  answer.once('close', () => {
    if (answer.statusCode !== undefined) span.setAttribute('http.response.status_code', answer.statusCode);
    if ((answer.statusCode ?? 0) >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
  const headers: Record<string, string> = {};
  propagation.inject(trace.setSpan(context.active(), span), headers);
  return headers;
}
