/** An exact type such as `services.problem.reported`, or a group of them: `services.*`. */
const pattern = /^[a-z][a-z0-9-]*(?:\.[a-zA-Z][a-zA-Z0-9-]*)*(?:\.\*)?$/;

/** Events by which the hub itself moves its work; nobody outside gets them. */
const inner = /\.job\.enqueued$/;

export function isTypePattern(text: string): boolean {
  return pattern.test(text) && text.length <= 200;
}

/** Whether a subscription to these types gets an event of this type. */
export function subscribes(types: readonly string[], type: string): boolean {
  if (inner.test(type)) return false;
  return types.some((one) => one === type || (one.endsWith('.*') && type.startsWith(one.slice(0, -1))));
}
