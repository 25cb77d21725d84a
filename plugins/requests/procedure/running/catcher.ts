import type { Boundary, Procedure } from '../definition.ts';
import type { Token } from './state.ts';
import { waitsOf } from './waiting.ts';

/** The nearest boundary event around a token that catches an error: by its code before one that catches all, inside before outside. */
export function catcher(procedure: Procedure, tokens: readonly Token[], from: Token, code: string): { host: Token; boundary: Boundary } | null {
  for (let host: Token | undefined = from; host; host = tokens.find(({ id }) => id === host?.in)) {
    const around = waitsOf(procedure, host).flatMap(({ boundary }) => (boundary?.waits.on === 'error' ? [boundary] : []));
    const catches = (wanted: string | undefined) => around.find(({ waits }) => waits.on === 'error' && waits.code === wanted);
    const boundary = catches(code) ?? catches(undefined);
    if (boundary) return { host, boundary };
  }
  return null;
}
