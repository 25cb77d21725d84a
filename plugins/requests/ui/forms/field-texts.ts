import type { FieldUi } from '../../shared/forms/form-types.ts';
import { say } from './messages.ts';

/** Label, hint and state of a field in the kit's names. */
export function fieldTexts(ui: FieldUi, error: string | undefined) {
  return {
    label: say(ui.title),
    ...(ui.hint ? { hint: say(ui.hint) } : {}),
    ...(ui.optional ? { optional: true } : {}),
    error,
  };
}

/** An option as the kit's lists take it. */
export const optionsOf = (ui: FieldUi) => (ui.options ?? []).map(({ id, title, hint }) => ({ id, label: say(title), ...(hint ? { hint: say(hint) } : {}) }));
