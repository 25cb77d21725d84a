let status: HTMLElement | undefined;

/** Says the new page's title to readers of the screen, as they would hear it of a new document. */
export function announce(): void {
  if (!status) {
    status = Object.assign(document.createElement('p'), { className: 'am-hidden' });
    status.setAttribute('role', 'status');
    document.body.append(status);
  }
  status.textContent = document.title;
}

/** Puts the focus at the page's heading, unless somebody has put it into the page already. */
export function focusHeading(): void {
  const main = document.querySelector('main')!;
  if (main.contains(document.activeElement)) return;
  const heading = main.querySelector<HTMLElement>('h1') ?? main;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** Resolves when the page has its height: nothing in it is loading any more, or it takes longer than one waits to be where one was. */
export function settled(): Promise<void> {
  const longestMs = 1_500;
  return new Promise((resolve) => {
    const check = () => {
      if (document.querySelector('main .am-loading')) return;
      done();
    };
    const watch = new MutationObserver(check);
    const timer = setTimeout(() => done(), longestMs);
    const done = () => {
      clearTimeout(timer);
      watch.disconnect();
      resolve();
    };
    watch.observe(document.querySelector('main')!, { childList: true, subtree: true });
    check();
  });
}
