import type { Ignored } from './state.ts';

/** Ends a step that cannot be made; the state stays as it was. */
export class NotPossible extends Error {
  readonly ignored: Ignored;
  constructor(ignored: Ignored) {
    super(ignored.reason);
    this.ignored = ignored;
  }
}
