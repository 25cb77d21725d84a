/** Adds the style sheets of a micro-frontend and waits until they are in force, or have failed: a page without its styles is better than none. */
export async function addStyles(addresses: readonly string[]): Promise<() => void> {
  const links = addresses
    .filter((href) => !document.querySelector(`link[rel="stylesheet"][href="${CSS.escape(href)}"]`))
    .map((href) => Object.assign(document.createElement('link'), { rel: 'stylesheet', href }));
  await Promise.all(
    links.map(
      (link) =>
        new Promise<void>((resolve) => {
          link.onload = link.onerror = () => resolve();
          setTimeout(resolve, 2_000);
          document.head.append(link);
        }),
    ),
  );
  return () => links.forEach((link) => link.remove());
}
