import { navigate, request, type Act } from '@amanah/ui';
import { t } from './messages.ts';

/** Saves a definition and opens its page; a refusal stays where it was asked for. */
export async function saveSystem(act: Act, definition: string | object, replace: boolean): Promise<void> {
  const saved = await act.run(() => request<{ id: string }>('/api/operations/systems', { method: 'POST', body: { definition, replace } }), t('saved'));
  if (saved) navigate(`/operations/systems/${encodeURIComponent(saved.id)}`);
}
