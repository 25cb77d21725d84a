import { navigate, type Act, dataOf } from '@amanah/ui';
import { api } from './api.ts';
import { t } from './messages.ts';

/** Saves a definition and opens its page; a refusal stays where it was asked for. */
export async function saveSystem(act: Act, definition: string | Record<string, unknown>, replace: boolean): Promise<void> {
  const saved = await act.run(() => dataOf(api.POST('/api/operations/systems', { body: { definition, replace } })), t('saved'));
  if (saved) navigate(`/operations/systems/${encodeURIComponent(saved.id)}`);
}
