/** The opened player; beside `player-style.ts`, which has its frame. */
const css = `
.view{position:absolute;inset:0;display:grid;outline:0;background:#000}
:host([kind=audio]) .view,:host([bar]) .view{position:relative;background:none}
video{position:absolute;inset:0;inline-size:100%;block-size:100%;background:#000}
:host([sound-only]) video,:host([kind=audio]) video,:host([bar]) video{opacity:0;pointer-events:none}
.still{position:absolute;inset:0;display:none;place-items:center;background:radial-gradient(circle at 50% 40%,var(--green-800,#14573a),var(--green-950,#092a1e));color:#fff}
:host([sound-only]) .still{display:grid}
:host([kind=audio]) .still{display:none}
.still svg{inline-size:64px;block-size:64px;opacity:.55}
.title{display:none;margin:0;padding:20px 20px 0;font-weight:600;font-size:1.0625rem;line-height:1.6;text-align:start;z-index:1}
:host([kind=audio]) .title{display:block}
:host([bar]) .title{display:none}
.shade{position:absolute;inset-inline:0;inset-block-end:0;block-size:120px;background:linear-gradient(0deg,rgb(0 0 0/.8),transparent);pointer-events:none;transition:opacity .2s}
:host([kind=audio]) .shade,:host([bar]) .shade{display:none}
.captions{position:absolute;inset-inline:0;inset-block-end:84px;display:grid;justify-items:center;gap:4px;padding-inline:5%;pointer-events:none;transition:inset-block-end .2s}
.captions p{margin:0;max-inline-size:42ch;padding:2px 12px;border-radius:6px;background:rgb(0 0 0/.78);color:#fff;font-size:clamp(1rem,2.6cqi,1.75rem);line-height:1.6;text-align:center;white-space:pre-line}
:host([kind=audio]) .captions{position:static;min-block-size:2.6em;align-content:center;padding-block:8px}
:host([kind=audio]) .captions p{background:none;font-size:1rem}
:host([bar]) .captions{display:none}
.bar{position:absolute;inset-inline:0;inset-block-end:0;padding:0 10px 8px;color:#fff;transition:opacity .2s}
:host([kind=audio]) .bar,:host([bar]) .bar{position:relative;align-self:end}
.view.idle .bar,.view.idle .shade{opacity:0}
.view.idle .captions{inset-block-end:20px}
.view.idle{cursor:none}
.row{display:flex;align-items:center;gap:2px}
.bar button{display:grid;place-items:center;flex:none;min-inline-size:44px;block-size:44px;padding:0;border:0;border-radius:8px;background:none;color:inherit;font:inherit;cursor:pointer}
.bar button:hover{background:rgb(255 255 255/.16)}
.bar button[hidden],.panel [hidden],.panel[hidden]{display:none}
.bar button[aria-pressed=true]{color:var(--green-300,#86caa6);box-shadow:inset 0 -2px 0 currentColor}
svg{inline-size:22px;block-size:22px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
svg.filled,.disc svg{fill:currentColor;stroke:none}
.space{flex:1}
.time{padding-inline:8px;font-size:.875rem;font-variant-numeric:tabular-nums;white-space:nowrap}
.bar .live{display:flex;gap:8px;align-items:center;padding-inline:12px;font-size:.875rem;font-weight:600;white-space:nowrap}
.bar .live[hidden]{display:none}
.bar .live::before{content:'';inline-size:9px;block-size:9px;border-radius:50%;background:#9aa6a0}
.bar .live.edge::before{background:#f1766b}
input[type=range]{appearance:none;margin:0;inline-size:100%;block-size:24px;background:none;cursor:pointer;--track:linear-gradient(90deg,var(--green-400,#54b384) var(--done,0%),rgb(255 255 255/.32) var(--done,0%))}
input::-webkit-slider-runnable-track{block-size:5px;border-radius:3px;background:var(--track)}
input::-moz-range-track{block-size:5px;border-radius:3px;background:var(--track)}
input::-webkit-slider-thumb{appearance:none;inline-size:15px;block-size:15px;margin-block-start:-5px;border:0;border-radius:50%;background:#fff}
input::-moz-range-thumb{inline-size:15px;block-size:15px;border:0;border-radius:50%;background:#fff}
.volume{max-inline-size:84px}
.preview{position:absolute;z-index:2;inset-block-end:100%;left:calc(10px + (100% - 20px) * var(--at,0));translate:calc(-100% * var(--at,0)) -4px;display:grid;justify-items:center;gap:4px;pointer-events:none}
.preview[hidden],.preview-picture[hidden]{display:none}
.preview-picture{display:block;border:2px solid #fff;border-radius:6px;background-color:#000;box-sizing:content-box}
.preview-time{padding:1px 8px;border-radius:6px;background:rgb(5 24 17/.86);font-size:.8125rem;font-variant-numeric:tabular-nums}
.narrow{padding:8px 0}
.narrow .row{gap:8px}
.narrow .seek{flex:1;min-inline-size:60px}
.panel{position:absolute;z-index:4;inset-inline-end:10px;inset-block-end:64px;inline-size:min(300px,calc(100% - 20px));max-block-size:calc(100% - 76px);overflow:auto;display:grid;gap:2px;padding:8px;border-radius:12px;background:var(--surface-raised,#fff);color:var(--text,#232c28);box-shadow:0 12px 40px rgb(0 0 0/.45);font-size:.9375rem;line-height:1.5}
.panel label,.panel>button,.panel summary{display:flex;align-items:center;gap:12px;min-block-size:44px;padding:4px 10px;border-radius:8px}
.panel label span{flex:1}
.panel select{min-block-size:36px;max-inline-size:150px;padding-inline:8px;border:1px solid var(--line-control,#6b7871);border-radius:8px;background:var(--surface-card,#fff);color:inherit;font:inherit}
.panel>button{inline-size:100%;border:0;background:none;color:inherit;font:inherit;text-align:start;cursor:pointer}
.panel>button:hover,.panel summary:hover{background:var(--surface-hover,#f6f8f7)}
.panel summary{cursor:pointer}
.panel p{margin:0;padding:4px 10px 8px;color:var(--text-muted,#505c56);font-size:.875rem;line-height:1.8}
.panel :focus-visible{outline-color:var(--focus,#0b100e)}
.note{position:absolute;z-index:3;inset-block-start:12px;inset-inline-start:12px;display:flex;align-items:center;gap:10px;max-inline-size:calc(100% - 24px);padding:6px 12px;border-radius:8px;background:rgb(5 24 17/.86);font-size:.875rem;line-height:1.6}
.note:empty{display:none}
.note button{border:0;padding:0;min-block-size:24px;background:none;color:var(--gold-300,#dcbe6b);font:inherit;font-weight:600;text-decoration:underline;cursor:pointer}
.wheel{position:absolute;inset:0;margin:auto;inline-size:48px;block-size:48px;border:4px solid rgb(255 255 255/.3);border-block-start-color:#fff;border-radius:50%;animation:roll 1s linear infinite;pointer-events:none}
.wheel[hidden]{display:none}
:host([bar]) .wheel,:host([kind=audio]) .wheel{display:none}
@keyframes roll{to{rotate:1turn}}
:host([kind=audio]) .said,:host([bar]) .said{padding:8px;grid-auto-flow:column;align-content:center;align-items:center}
@container (max-width:640px){.wide{display:none!important}.row{gap:0}}
@container (max-width:420px){.captions{inset-block-end:76px}.time{padding-inline:4px}}
@media (prefers-reduced-motion:reduce){.wheel{animation-duration:4s}.bar,.shade,.captions{transition:none}}
@media (max-height:150px){:host([kind=audio]) .title,:host([kind=audio]) .captions{display:none}:host([kind=audio]) .view{block-size:100%}}
@media (max-width:900px){.theatre-button{display:none!important}}
`;

let shared: CSSStyleSheet | undefined;

export function viewSheet(): CSSStyleSheet {
  if (shared) return shared;
  shared = new CSSStyleSheet();
  shared.replaceSync(css);
  return shared;
}
