import { z, type ZodType } from 'zod';
import { NetworkRefusal } from './network-refusal.ts';

/** Longest time in milliseconds that a network may take, and largest answer in bytes that is read. */
const deadlineMs = 20_000;
const mostBytes = 1_000_000;
/** Longest that we let a network put us off. */
const longestRestMs = 24 * 3_600_000;

export interface NetworkRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON; a `URLSearchParams` is sent as a form, a `FormData` as one with files. */
  readonly body?: object;
  /** Reading changes nothing: a lost answer is then no question. */
  readonly reads?: true;
}

/** An answer of a network, whatever its status. */
export interface NetworkAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
}

/**
 * Asks a network, follows nothing, reads at most 1 MB within 20 s, and gives the answer as JSON.
 * @throws NetworkRefusal away (it did nothing), busy (with the time to come back), token, unclear (perhaps it did), garbage
 */
export async function askNetwork(request: NetworkRequest, signal: AbortSignal): Promise<NetworkAnswer> {
  const answer = await send(request, AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]));
  const { status, headers } = answer;
  if (status === 429) throw new NetworkRefusal('SOCIAL_NETWORK_BUSY', 'later', { retryAt: comeBackAt(headers, answer.json) });
  if (status === 401) throw new NetworkRefusal('SOCIAL_NETWORK_TOKEN', 'no');
  // A server's fault tells nothing of whether it had begun; 503 with a time to come back says that it had not.
  if (status === 503 && headers.has('retry-after')) throw new NetworkRefusal('SOCIAL_NETWORK_AWAY', 'later', { retryAt: comeBackAt(headers) });
  if (status >= 500)
    throw new NetworkRefusal(request.reads ? 'SOCIAL_NETWORK_AWAY' : 'SOCIAL_NETWORK_UNCLEAR', request.reads ? 'later' : 'unclear', { params: { status } });
  if (status >= 300 && status < 400) throw new NetworkRefusal('SOCIAL_NETWORK_GARBAGE', 'no', { params: { status } });
  return answer;
}

/** The answer by its schema. @throws NetworkRefusal garbage: unclear after a write, since something was done */
export function answered<T>(schema: ZodType<T>, { json }: NetworkAnswer, outcome: 'later' | 'unclear'): T {
  const read = schema.safeParse(json);
  if (!read.success) throw new NetworkRefusal('SOCIAL_NETWORK_GARBAGE', outcome, { cause: read.error });
  return read.data;
}

/** A definite no, with the network's own words for the person who looks. */
export function refused(said: string): NetworkRefusal {
  return new NetworkRefusal('SOCIAL_NETWORK_REFUSED', 'no', { params: { said: said.slice(0, 300) } });
}

async function send({ method, url, headers = {}, body, reads }: NetworkRequest, signal: AbortSignal): Promise<NetworkAnswer> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      redirect: 'manual',
      signal,
      headers: { accept: 'application/json', ...(body && !isForm(body) ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(body ? { body: isForm(body) ? body : JSON.stringify(body) } : {}),
    });
  } catch (cause) {
    throw lost(cause, reads === true);
  }
  const text = await boundedText(response, reads === true);
  try {
    return { status: response.status, headers: response.headers, json: text === '' ? null : JSON.parse(text) };
  } catch (cause) {
    if (response.status >= 400) return { status: response.status, headers: response.headers, json: null };
    throw new NetworkRefusal('SOCIAL_NETWORK_GARBAGE', reads ? 'later' : 'unclear', { cause });
  }
}

/** Forms bring their own media type. */
function isForm(body: object): body is URLSearchParams | FormData {
  return body instanceof URLSearchParams || body instanceof FormData;
}

async function boundedText(response: Response, reads: boolean): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of response.body ?? []) {
      bytes += part.byteLength;
      if (bytes > mostBytes) throw new NetworkRefusal('SOCIAL_NETWORK_GARBAGE', reads ? 'later' : 'unclear');
      parts.push(part);
    }
  } catch (cause) {
    throw cause instanceof NetworkRefusal ? cause : lost(cause, reads);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Causes of Node's client that say that nothing had left yet. */
const neverLeft = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

function lost(cause: unknown, reads: boolean): NetworkRefusal {
  const { code } = ((cause as { cause?: unknown }).cause ?? cause) as { code?: string };
  const nothingDone = reads || (code !== undefined && neverLeft.has(code));
  return new NetworkRefusal(nothingDone ? 'SOCIAL_NETWORK_AWAY' : 'SOCIAL_NETWORK_UNCLEAR', nothingDone ? 'later' : 'unclear', { cause });
}

/** Where Telegram says it (https://core.telegram.org/bots/api#responseparameters), in seconds. */
const saidInBody = z.object({ parameters: z.object({ retry_after: z.number() }) });

/** When a network wants to be asked again: `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), or X's `x-rate-limit-reset` in seconds since 1970. */
function comeBackAt(headers: Headers, json?: unknown): Date | null {
  const after = headers.get('retry-after') ?? saidInBody.safeParse(json).data?.parameters.retry_after.toString();
  const reset = headers.get('x-rate-limit-reset');
  const at = after ? (/^\d+$/.test(after) ? Date.now() + Number(after) * 1_000 : Date.parse(after)) : reset ? Number(reset) * 1_000 : NaN;
  return Number.isFinite(at) ? new Date(Math.min(Math.max(at, Date.now()), Date.now() + longestRestMs)) : null;
}
