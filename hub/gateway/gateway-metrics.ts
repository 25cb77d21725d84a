import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Prometheus figures of the gateway by system; the portal's `/metrics` shows them with its own. */
export class GatewayMetrics {
  readonly registry = new Registry();
  readonly #seconds = new Histogram({
    name: 'amanah_gateway_request_seconds',
    help: 'Time to the head of the answer of requests to connected systems, by system and status class',
    labelNames: ['system', 'status'] as const,
    buckets: [0.01, 0.05, 0.1, 0.3, 1, 3, 10, 30],
    registers: [this.registry],
  });
  readonly #failures = new Counter({
    name: 'amanah_gateway_failures_total',
    help: 'Requests that a connected system did not answer, by system and error code',
    labelNames: ['system', 'code'] as const,
    registers: [this.registry],
  });
  readonly #open = new Gauge({
    name: 'amanah_gateway_open',
    help: 'Requests and WebSockets to connected systems that run now',
    labelNames: ['system', 'kind'] as const,
    registers: [this.registry],
  });

  /** @param open systems whose breaker is open now */
  constructor(open: () => readonly string[]) {
    new Gauge({
      name: 'amanah_gateway_breaker_open',
      help: '1 for each connected system that is not asked now because it did not answer',
      labelNames: ['system'] as const,
      registers: [this.registry],
      collect() {
        this.reset();
        for (const system of open()) this.set({ system }, 1);
      },
    });
  }

  answered(system: string, status: number, seconds: number): void {
    this.#seconds.observe({ system, status: `${Math.floor(status / 100)}xx` }, seconds);
  }

  failed(system: string, code: string): void {
    this.#failures.inc({ system, code });
  }

  /** Counts one that runs; call what is returned when it ends. */
  begun(system: string, kind: 'request' | 'websocket'): () => void {
    this.#open.inc({ system, kind });
    return () => this.#open.dec({ system, kind });
  }
}
