/** Colours of the portal's tokens where they are, its own where it stands on another site. Made by script: a page's policy forbids style elements. */
const css = `
:host{display:inline-block}
.share{position:relative;display:inline-block;font:inherit}
button,a,input{font:inherit;font-size:.9375rem;line-height:1.5}
button,a{display:flex;align-items:center;gap:8px;box-sizing:border-box;min-height:44px;border:0;border-radius:8px;background:none;color:var(--text-link,#166a45);cursor:pointer;text-align:start;text-decoration:none}
.share>button{padding:8px 16px;border:1px solid var(--line-control,#6b7871);background:var(--surface-card,#fff);font-weight:600}
svg{width:20px;height:20px;flex:none;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.share>div{position:absolute;z-index:40;inset-inline-start:0;top:calc(100% + 6px);width:252px;max-width:calc(100vw - 16px);box-sizing:border-box;padding:8px;border:1px solid var(--line,#e0e5e2);border-radius:12px;background:var(--surface-raised,#fff);box-shadow:0 8px 24px rgb(11 32 23/.18)}
.share>div[hidden]{display:none}
.share>div>a,.share>div>button{width:100%;padding:8px 12px;color:var(--text,#232c28)}
:is(a,button):hover{background:var(--surface-hover,#f6f8f7)}
:is(a,button,input):focus-visible{outline:3px solid var(--focus,#0b100e);outline-offset:2px}
.said{margin:0;color:var(--text-muted,#505c56);font-size:.875rem}
.said:not(:empty){padding:8px 12px}
.said input{box-sizing:border-box;width:100%;margin-top:6px;padding:8px;border:1px solid var(--line-control,#6b7871);border-radius:8px}
.said svg{display:block;width:200px;height:200px;margin:auto;padding:12px;background:#fff;fill:#000;stroke:none}
`;

let shared: CSSStyleSheet | undefined;

/** One sheet for all buttons of a page. */
export function sheet(): CSSStyleSheet {
  if (shared) return shared;
  shared = new CSSStyleSheet();
  shared.replaceSync(css);
  return shared;
}
