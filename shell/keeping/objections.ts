/**
 * Whether something in the page objects to leaving it, as a half-written form does: it is asked in the browser's own words. The browser then leaves the page itself, and asks
 * the person.
 */
export function objects(): boolean {
  const asked = document.createEvent('BeforeUnloadEvent');
  asked.initEvent('beforeunload', false, true);
  dispatchEvent(asked);
  return asked.defaultPrevented || Boolean(asked.returnValue);
}
