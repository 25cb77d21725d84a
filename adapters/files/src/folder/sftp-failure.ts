import { AdapterError, type Reached } from '@amanah/adapter-api';

/** What ssh2 says when something fails: a status of the SFTP server as a number, a level of its own, or a code of the socket. */
interface SshError extends Error {
  readonly code?: number | string;
  readonly level?: string;
}

export const noSuchFile = 2;
const permissionDenied = 3;

/** Whether the server itself answered with a status; the session goes on then. */
export function isStatus(error: unknown): boolean {
  return typeof (error as SshError | null)?.code === 'number';
}

/** A failure of a request that was sent on a session. */
export function failedRequest(error: unknown, doing: string): AdapterError {
  if (error instanceof AdapterError) return error;
  const { code, message } = error as SshError;
  if (!isStatus(error)) return new AdapterError('unreachable', `the connection broke at "${doing}" (${message})`, { cause: error });
  const fault = { code: `SFTP ${code}`, message };
  if (code === noSuchFile)
    return new AdapterError('contract-violation', `"${doing}": there is no such file or folder`, { reached: 'yes', fault, cause: error });
  if (code === permissionDenied) return new AdapterError('refused', `"${doing}" is not allowed`, { fault, cause: error });
  return new AdapterError('failed', `"${doing}" failed (${message})`, { fault, cause: error });
}

/** A failure before a session was there; nothing has been acted on. */
export function failedConnection(error: unknown): AdapterError {
  if (error instanceof AdapterError) return error;
  const { level = '', message } = error as SshError;
  const reached: Reached = 'no';
  if (level === 'client-authentication') return new AdapterError('unauthorised', 'the server did not take our credentials', { reached, cause: error });
  if (level === 'protocol') return new AdapterError('contract-violation', `the server does not speak SSH as agreed (${message})`, { reached, cause: error });
  return new AdapterError('unreachable', `no connection (${message})`, { reached, cause: error });
}
