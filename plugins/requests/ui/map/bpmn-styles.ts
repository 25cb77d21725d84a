import diagram from 'bpmn-js/dist/assets/diagram-js.css?inline';
import bpmn from 'bpmn-js/dist/assets/bpmn-js.css?inline';

let adopted = false;

/** Puts the styles of bpmn-js in force. They come with its code and not with the plugin's styles, which every page of the plugin loads. */
export function adoptDiagramStyles(): void {
  if (adopted) return;
  adopted = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@layer mfe{${diagram}${bpmn}.djs-container text{text-rendering:geometricprecision}}`);
  document.adoptedStyleSheets.push(sheet);
}
