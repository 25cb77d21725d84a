/**
 * Opens a portal address. Inside the portal the page is composed without a reload (single-spa watches `pushState`);
 * an address of another origin leaves the portal.
 */
export function navigate(to: string): void {
  const target = new URL(to, location.href);
  if (target.origin === location.origin) history.pushState(null, '', target);
  else location.assign(target);
}
