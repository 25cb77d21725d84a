/** Colours of the portal's tokens where they are, its own elsewhere. Made by script: a page's policy forbids style elements. */
const css = `
:host{display:block;position:relative;overflow:hidden;border-radius:var(--radius-md,12px);background:var(--green-950,#092a1e);color:#fff;font-family:var(--font,system-ui,sans-serif);aspect-ratio:16/9;container-type:inline-size}
:host([kind=audio]){aspect-ratio:auto;min-block-size:168px}
:host([bar]){aspect-ratio:auto;min-block-size:64px;border-radius:0}
:host([hidden]){display:none}
:host(:fullscreen){border-radius:0;aspect-ratio:auto}
*{box-sizing:border-box}
.cover{position:absolute;inset:0;display:grid;place-items:center;inline-size:100%;padding:0;border:0;background:none;color:inherit;font:inherit;cursor:pointer}
.cover img{position:absolute;inset:0;inline-size:100%;block-size:100%;object-fit:cover}
.cover::after{content:'';position:absolute;inset:0;background:linear-gradient(0deg,rgb(5 24 17/.86),rgb(5 24 17/.1) 60%)}
.disc{position:relative;z-index:1;display:grid;place-items:center;inline-size:72px;block-size:72px;border-radius:50%;background:#fff;color:var(--green-800,#14573a);box-shadow:0 8px 32px rgb(0 0 0/.35);transition:scale .12s}
.cover:hover .disc{scale:1.06}
.disc svg{inline-size:30px;block-size:30px;fill:currentColor;translate:2px}
.busy .disc svg{animation:turn 1s linear infinite}
@keyframes turn{50%{opacity:.25}}
@media (prefers-reduced-motion:reduce){.busy .disc svg{animation:none}.disc{transition:none}}
.words{position:absolute;z-index:1;inset-inline:0;inset-block-end:0;display:flex;gap:12px;align-items:end;justify-content:space-between;padding:16px;font-weight:600;line-height:1.5;text-align:start}
.words span:first-child{display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.mark{flex:none;padding:2px 10px;border-radius:6px;background:rgb(5 24 17/.8);font-size:.875rem;font-variant-numeric:tabular-nums}
.mark.live{background:#cc2a1e}
:focus-visible{outline:3px solid var(--focus-on-brand,#dcbe6b);outline-offset:-3px}
.said{position:absolute;inset:0;z-index:5;display:grid;place-content:center;justify-items:center;gap:12px;padding:24px;background:rgb(5 24 17/.88);text-align:center;line-height:1.6}
.said p{margin:0;max-inline-size:44ch}
.said button{min-block-size:44px;padding:8px 20px;border:0;border-radius:8px;background:#fff;color:var(--green-800,#14573a);font:inherit;font-weight:600;cursor:pointer}
iframe{display:block;inline-size:100%;block-size:100%;border:0}
@container (max-width:420px){.disc{inline-size:56px;block-size:56px}.words{padding:12px;font-size:.9375rem}}
`;

let shared: CSSStyleSheet | undefined;

/** One sheet for all players of a page. */
export function sheet(): CSSStyleSheet {
  if (shared) return shared;
  shared = new CSSStyleSheet();
  shared.replaceSync(css);
  return shared;
}
