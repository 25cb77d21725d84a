import {
  AdapterError,
  createHttpClient,
  type AdapterAnswer,
  type AdapterCall,
  type AdapterContext,
  type Connection,
  type HttpAnswer,
  type HttpClient,
  type HttpRequest,
  type SystemFault,
} from '@amanah/adapter-api';
import { readAnswer, wholeAnswer } from '../answer/read-answer.ts';
import type { OpenApiConfig } from '../config.ts';
import type { OperationPlan, Snapshot } from '../plan.ts';
import { pageOf, turnOf, type Turn } from '../paging/turns.ts';
import { buildRequest } from '../request/build-request.ts';
import { joined } from '../request/write-parameter.ts';
import { Credentials, type Proof } from '../security/credentials.ts';
import { readTls } from '../security/read-tls.ts';
import { withProof } from './with-proof.ts';
import { recordedAnswer, recordedRequest, withoutSecrets } from './recorded.ts';

/** What goes into a request beside its operation's own parts. */
interface Errand {
  readonly plan: OperationPlan;
  readonly turn: Turn;
  readonly call: AdapterCall;
  readonly signal: AbortSignal;
  readonly server: string;
}

/** Opens a system by what is kept of its document. @throws AdapterError when there is no address, or nothing that was kept */
export async function openConnection(config: OpenApiConfig, snapshot: Snapshot, ctx: AdapterContext): Promise<Connection> {
  if (snapshot?.form !== 1) throw new AdapterError('contract-violation', 'the accepted contract was made by another version: read it again', { reached: 'no' });
  const address = config.server.url?.replace(/\/+$/, '') ?? snapshot.server;
  if (!address) throw new AdapterError('input-invalid', 'the document names no address: give one', { reached: 'no' });
  const allowed = new Set([new URL(address).origin, ...config.origins]);
  const tokens = config.credentials.flatMap((one) => (one.kind === 'oauth2' && one.tokenUrl !== undefined ? [new URL(one.tokenUrl).origin] : []));
  const tls = await readTls(config.tls, ctx);
  const http = createHttpClient({ origins: [...allowed, ...tokens], limits: ctx.limits, ...(tls ? { tls } : {}) });
  try {
    return new OpenApiConnection({
      config,
      snapshot,
      address,
      http,
      ctx,
      credentials: new Credentials({ config, schemes: snapshot.schemes, base: address, allowed, http, ctx }),
    });
  } catch (error) {
    await http.close();
    throw error;
  }
}

class OpenApiConnection implements Connection {
  readonly #config: OpenApiConfig;
  readonly #snapshot: Snapshot;
  readonly #address: string;
  readonly #http: HttpClient;
  readonly #ctx: AdapterContext;
  readonly #credentials: Credentials;

  constructor(parts: { config: OpenApiConfig; snapshot: Snapshot; address: string; http: HttpClient; ctx: AdapterContext; credentials: Credentials }) {
    this.#config = parts.config;
    this.#snapshot = parts.snapshot;
    this.#address = parts.address;
    this.#http = parts.http;
    this.#ctx = parts.ctx;
    this.#credentials = parts.credentials;
  }

  async call(call: AdapterCall): Promise<AdapterAnswer> {
    const plan = this.#plan(call.operation);
    const paging = Object.hasOwn(this.#config.paging, call.operation) ? this.#config.paging[call.operation] : undefined;
    const turn: Turn = paging ? turnOf(paging, call.input, call.cursor) : { input: call.input, url: null, at: null, seen: new Set() };
    const signal = AbortSignal.any([call.signal, this.#ctx.signal]);
    const { answer, proof, url } = await this.#ask({ plan, turn, call, signal, server: plan.server ?? this.#address });
    const body = silently(proof, () => readAnswer(plan, answer, this.#config));
    const page = paging ? pageOf(paging, turn, body, answer, (next) => relative(next, url, proof)) : { body };
    const output = this.#config.answer === 'whole' ? wholeAnswer(answer, page.body) : page.body;
    return page.next === undefined ? { output } : { output, next: page.next };
  }

  async probe(signal: AbortSignal): Promise<void> {
    const { probe } = this.#config;
    if (probe && 'operation' in probe) {
      const unrecorded = { sent: () => {}, received: () => {} };
      const call = { operation: probe.operation, input: probe.input, cursor: null, signal, idempotencyKey: null, requestId: 'probe', exchange: unrecorded };
      await this.call(call).catch((error: unknown) => {
        // A refusal shows that it is there, takes our credentials and understands us.
        if (!(error instanceof AdapterError) || error.outcome !== 'refused' || error.fault?.code === '403') throw error;
      });
      return;
    }
    const url = new URL(this.#address + (probe?.path ?? '/'));
    let proof = await this.#credentials.everything(signal);
    let answer = await this.#http.request(
      withProof({ method: 'GET', url, headers: { accept: '*/*', ...this.#config.headers }, signal, effect: 'read' }, proof, []),
    );
    if (answer.status === 401 && this.#credentials.renewable) {
      proof = await this.#credentials.everything(signal, proof.headers['authorization'] ?? null);
      answer = await this.#http.request(
        withProof({ method: 'GET', url, headers: { accept: '*/*', ...this.#config.headers }, signal, effect: 'read' }, proof, []),
      );
    }
    const { status } = answer;
    if (status === 401 || status === 403 || status === 407) throw new AdapterError('unauthorised', `status ${status}`, { reached: 'yes' });
    if (status >= 500) throw new AdapterError('failed', `status ${status}`, { reached: 'yes' });
    if (probe && status >= 300) throw new AdapterError('contract-violation', `${probe.path} answers with status ${status}`, { reached: 'yes' });
  }

  async close(): Promise<void> {
    await this.#http.close();
  }

  #plan(operation: string): OperationPlan {
    const plan = Object.hasOwn(this.#snapshot.operations, operation) ? this.#snapshot.operations[operation] : undefined;
    if (!plan) throw new AdapterError('input-invalid', `the contract has no operation ${operation}`, { reached: 'no' });
    return plan;
  }

  /** Sends a request; when the system no longer takes our token, once more with a fresh one: a refused request was not acted on. */
  async #ask(errand: Errand): Promise<{ answer: HttpAnswer; proof: Proof; url: URL }> {
    const { plan, call, signal } = errand;
    const { request, cookies } = this.#request(errand);
    let proof = await this.#credentials.prove(plan.security, signal);
    let sent = withProof(request, proof, cookies);
    call.exchange.sent(recordedRequest(sent, proof.secrets), 'message/http');
    let answer = await this.#http.request(sent);
    const refused = proof.headers['authorization'];
    if (answer.status === 401 && this.#credentials.renewable && refused !== undefined) {
      proof = await this.#credentials.prove(plan.security, signal, refused);
      if (proof.headers['authorization'] !== refused) {
        sent = withProof(request, proof, cookies);
        answer = await this.#http.request(sent);
      }
    }
    call.exchange.received(recordedAnswer(answer, proof.secrets), 'message/http');
    return { answer, proof, url: request.url };
  }

  #request({ plan, turn, call, signal, server }: Errand): { request: HttpRequest; cookies: readonly string[] } {
    const { idempotencyHeader, requestIdHeader, headers: fixed, headerEncoding } = this.#config;
    const built = buildRequest(plan, turn.input, server, headerEncoding);
    const url = turn.url === null ? built.url : nextAddress(turn.url, built.url);
    const headers: Record<string, string> = { accept: accepted(plan) };
    const put = (name: string, value: string) => void (headers[name.toLowerCase()] = value);
    for (const [name, value] of [...Object.entries(fixed), ...Object.entries(built.headers)]) put(name, value);
    if (built.body) put('content-type', built.body.contentType);
    if (call.idempotencyKey !== null && idempotencyHeader !== null) put(idempotencyHeader, call.idempotencyKey);
    if (requestIdHeader !== null) put(requestIdHeader, call.requestId);
    const effect = call.idempotencyKey === null ? ('read' as const) : ('write' as const);
    const request: HttpRequest = { method: built.method, url, headers, signal, effect, ...(built.body ? { body: built.body.bytes } : {}) };
    return { request, cookies: built.cookies.length === 0 ? [] : [joined(built.cookies)] };
  }
}

/** Media types that are described, and the one in which problems are told. */
function accepted({ answers }: OperationPlan): string {
  const types = [...new Set(answers.flatMap(({ bodies }) => bodies.map(({ type }) => type)))];
  if (types.length === 0 || types.includes('*/*')) return '*/*';
  return [...types, 'application/problem+json;q=0.9'].join(', ');
}

/** The address of a next page; it must lie where the pages before did, since our credentials go along. */
function nextAddress(next: string, from: URL): URL {
  const url = URL.parse(next, from);
  if (!url || url.origin !== from.origin) throw new AdapterError('contract-violation', 'a page leads to another origin', { reached: 'no' });
  url.hash = '';
  return url;
}

/** An address of a next page as a cursor keeps it: without the origin, and without a key of ours that the system repeats in it. */
function relative(next: string, from: URL, proof: Proof): string {
  const url = URL.parse(next, from);
  if (!url || url.origin !== from.origin) throw new AdapterError('contract-violation', 'a page leads to another origin', { reached: 'yes' });
  const ours = new Set(proof.query.map(([name]) => name));
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !ours.has(pair.split('=')[0] ?? ''));
  return url.pathname + (kept.length > 0 ? `?${kept.join('&')}` : '');
}

/** What the system says may repeat what we sent it; the error must not. */
function silently<T>(proof: Proof, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AdapterError) || error.fault === undefined) throw error;
    const clean = (text: string) => withoutSecrets(Buffer.from(text), proof.secrets).toString();
    const { code, message, detail } = error.fault;
    const fault: SystemFault = {
      code: clean(code),
      message: clean(message),
      ...(detail === undefined ? {} : { detail: JSON.parse(clean(JSON.stringify(detail))) }),
    };
    throw new AdapterError(error.outcome, clean(error.message), { reached: error.reached, fault, cause: error.cause });
  }
}
