import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** One thing that zeep is asked to do: build the body of a request, or send it and read the answer. */
export interface ZeepTask {
  readonly do: 'build' | 'call';
  /** File or address. */
  readonly wsdl: string;
  readonly service: string;
  readonly port: string;
  readonly operation: string;
  readonly value: unknown;
  /** WS-Security by digest. */
  readonly user?: { readonly name: string; readonly password: string };
  /** Headers of SOAP, by the names of their parts. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Runs Debian's zeep, in one process for all tasks. */
export function runZeep(tasks: readonly ZeepTask[]): readonly ({ readonly ok: unknown } | { readonly error: string })[] {
  const program = fileURLToPath(new URL('zeep_stack.py', import.meta.url));
  const said = execFileSync('/usr/bin/python3', [program], { input: JSON.stringify(tasks), maxBuffer: 64 * 1024 * 1024, stdio: ['pipe', 'pipe', 'pipe'] });
  return JSON.parse(said.toString()) as ReturnType<typeof runZeep>;
}
