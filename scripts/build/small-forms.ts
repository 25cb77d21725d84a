import type { Plugin } from 'vite';

const REGISTRY = '\0amanah:rjsf-registry';
const MARKDOWN = '\0amanah:no-markdown';

/** What RJSF falls back to: the three fields that only lead to others, and nothing in place of what our theme draws. */
const registry = `
import ArrayField from '@rjsf/core/lib/components/fields/ArrayField.js';
import ObjectField from '@rjsf/core/lib/components/fields/ObjectField.js';
import SchemaField from '@rjsf/core/lib/components/fields/SchemaField.js';
import { englishStringTranslator } from '@rjsf/utils';
const nothing = () => null;
const templates = { ButtonTemplates: { SubmitButton: nothing } };
for (const name of ['DescriptionFieldTemplate', 'FieldHelpTemplate', 'FieldErrorTemplate', 'UnsupportedFieldTemplate']) templates[name] = nothing;
export default () => ({
  fields: { ArrayField, ObjectField, SchemaField },
  templates,
  widgets: {},
  rootSchema: {},
  formContext: {},
  translateString: englishStringTranslator,
  globalFormOptions: { idPrefix: 'root', idSeparator: '_', useFallbackUiForUnsupportedType: false },
});
`;

/**
 * Leaves RJSF's own theme out of what browsers load. Its form imports a whole one, with a reader of Markdown, although ours draws
 * every field in plain words; that is two fifths of what RJSF would bring.
 */
export function smallForms(): Plugin {
  return {
    name: 'amanah:small-forms',
    enforce: 'pre',
    resolveId: (id, importer) => {
      if (!importer?.includes('/@rjsf/core/')) return undefined;
      return id.endsWith('/getDefaultRegistry.js') ? REGISTRY : id.startsWith('markdown-to-jsx') ? MARKDOWN : undefined;
    },
    load: (id) => (id === REGISTRY ? registry : id === MARKDOWN ? 'export const Markdown = ({ children }) => children;' : undefined),
  };
}
