/** Style of the stand-in's pages: its own look, so that nobody takes it for the portal. */
export const style = `
:root { color-scheme: light; --ink: #0d2b33; --soft: #51666d; --line: #b9c7cb; --brand: #0b5d66; --paper: #fff; --bad: #a3231c }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; grid-template-rows: auto 1fr; background: #eaf1f2; color: var(--ink);
  font: 1.0625rem/1.7 "IBM Plex Sans Arabic", "Noto Sans Arabic", "Segoe UI", Tahoma, sans-serif }
header { background: var(--brand); color: #fff; padding: .6rem 1rem; display: flex; gap: 1rem; justify-content: space-between; align-items: center; font-size: .9rem }
header a { color: #fff; min-height: 2.75rem; display: inline-flex; align-items: center }
main { align-self: start; width: min(26rem, 100% - 2rem); margin: 1.5rem auto; background: var(--paper); border: 1px solid var(--line); border-radius: 1rem; padding: 1.5rem }
h1 { font-size: 1.35rem; line-height: 1.4; margin: 0 0 .5rem }
p { margin: 0 0 1rem; color: var(--soft) }
label { font-weight: 600; display: block }
.hint { font-size: .875rem; margin: 0 0 .35rem }
input { width: 100%; min-height: 3rem; font: inherit; padding: 0 .75rem; border: 1px solid #6b7f85; border-radius: .5rem; direction: ltr; text-align: start; letter-spacing: .08em }
[dir=rtl] input { text-align: right }
button, .button { display: flex; width: 100%; min-height: 3rem; align-items: center; justify-content: center; margin-top: 1rem; border: 1px solid var(--brand); border-radius: .5rem;
  background: var(--brand); color: #fff; font: inherit; font-weight: 600; text-decoration: none; cursor: pointer }
.quiet { background: transparent; color: var(--brand) }
:focus-visible { outline: 3px solid #e0a100; outline-offset: 2px }
.number { font-size: 4.5rem; line-height: 1.2; font-weight: 700; text-align: center; margin: .5rem 0; color: var(--brand); direction: ltr; unicode-bidi: isolate }
.error { border-inline-start: 4px solid var(--bad); color: var(--bad); padding-inline-start: .75rem }
.choices { display: grid; grid-template-columns: repeat(3, 1fr); gap: .75rem; border: 0; padding: 0; margin: 0 }
.choices button { font-size: 1.75rem; min-height: 4.5rem; margin: 0 }
`;

/** Follows the state of a waiting sign-in and tells it; the page also works without it (a refresh does the same). */
export const waitingScript = `
const page = document.querySelector('[data-state-url]');
const announce = document.getElementById('state');
const remaining = document.getElementById('remaining');
const ends = Date.now() + Number(page.dataset.milliseconds);
async function look() {
  const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
  remaining.textContent = page.dataset.remaining.replace('{seconds}', left);
  const answer = await fetch(page.dataset.stateUrl, { cache: 'no-store' }).then((r) => r.json()).catch(() => ({ state: 'waiting' }));
  if (answer.state === 'approved') announce.textContent = page.dataset.approved;
  if (answer.state !== 'waiting') return location.replace(page.dataset.pageUrl);
  setTimeout(look, 700);
}
look();
`;
