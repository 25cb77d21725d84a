import { words } from './words.ts';

/** A page that is there sooner needs no bar. */
const afterMs = 300;

const css = `
.am-opening {
  position: fixed;
  inset: 0 0 auto;
  z-index: var(--z-portal-bar);
  block-size: 3px;
  overflow: hidden;
  background: var(--line);
}
.am-opening::before {
  content: '';
  position: absolute;
  inset-block: 0;
  inline-size: 40%;
  background: var(--action);
  animation: am-opening 1.2s linear infinite;
}
@keyframes am-opening {
  from {
    inset-inline-start: -40%;
  }
  to {
    inset-inline-start: 100%;
  }
}
@media (prefers-reduced-motion: reduce) {
  .am-opening::before {
    inline-size: 100%;
    animation: none;
  }
}
[data-motion='reduced'] .am-opening::before {
  inline-size: 100%;
  animation: none;
}
@media (forced-colors: active) {
  .am-opening::before {
    background: Highlight;
  }
}
`;

let sheet: CSSStyleSheet | undefined;

/** Shows that a page is on its way, where it takes longer than an eye-blink. Returns what ends it. */
export function showLoading(): () => void {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
  }
  const bar = Object.assign(document.createElement('div'), { className: 'am-opening', role: 'progressbar', ariaLabel: words().loading });
  const timer = setTimeout(() => document.querySelector('main')!.append(bar), afterMs);
  return () => {
    clearTimeout(timer);
    bar.remove();
  };
}
