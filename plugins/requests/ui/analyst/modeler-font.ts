import codes from 'bpmn-js/dist/assets/bpmn-font/css/bpmn-codes.css?inline';
import font from 'bpmn-js/dist/assets/bpmn-font/font/bpmn.woff2?inline';

let adopted = false;

/** The signs of the tools. The font comes as bytes, since the page takes fonts from no address but its own. */
export function adoptModelerFont(): void {
  if (adopted) return;
  adopted = true;
  const bytes = Uint8Array.from(atob(font.slice(font.indexOf(',') + 1)), (letter) => letter.charCodeAt(0));
  const face = new FontFace('bpmn', bytes);
  document.fonts.add(face);
  void face.load();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    `@layer mfe{[class^="bpmn-icon-"]::before,[class*=" bpmn-icon-"]::before{font:400 1em/1em "bpmn";display:inline-block;width:1em;text-align:center}${codes}}`,
  );
  document.adoptedStyleSheets.push(sheet);
}
