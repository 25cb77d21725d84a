/** What plugins put between a page's main part and the footer. */
export function pageEnd(page: Document): readonly Element[] {
  const end: Element[] = [];
  const main = page.querySelector('main');
  const footer = main?.parentElement?.querySelector(':scope > footer');
  for (let next = main?.nextElementSibling; footer && next && next !== footer; next = next.nextElementSibling) end.push(next);
  return end;
}

/** Links and addresses to come back to in header, rail and footer: what of the frame differs from page to page. */
export function frameLinks(page: Document): readonly HTMLElement[] {
  const end = pageEnd(page);
  return [...page.querySelectorAll<HTMLElement>('body a[href], body input[name=rd]')].filter(
    (link) => !link.closest('main, [data-slot], [data-mfe]') && !end.some((part) => part.contains(link)),
  );
}
