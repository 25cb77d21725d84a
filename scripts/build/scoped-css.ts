/**
 * Keeps a plugin's styles inside the plugin: everything is put in the layer `mfe` and scoped to the elements the shell marks with the plugin's id.
 * Overlays carry the same mark, since they are drawn outside the plugin's place in the page.
 */
export function scopeCss(pluginId: string, css: string): string {
  return `@layer mfe{@scope ([data-mfe="${pluginId}"]){${css}}}`;
}
