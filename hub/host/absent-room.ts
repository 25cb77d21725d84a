import { AmanahError } from '@amanah/errors';

/** Stands in the place of a room that this hub was not given: whatever is asked of it ends with an error that names it. */
export function absentRoom<T extends object>(room: string): T {
  const refuse = () => {
    throw new AmanahError('HTTP_INTERNAL', { detail: `this hub has no ${room}` });
  };
  return new Proxy({}, { get: (_target, key) => (typeof key === 'symbol' || key === 'then' ? undefined : refuse) }) as T;
}
