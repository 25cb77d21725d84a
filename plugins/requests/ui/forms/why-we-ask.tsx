import { Icon } from '@amanah/ui';
import type { FieldUi } from '../../shared/forms/form-types.ts';
import { say, t } from './messages.ts';

/** What the answers of a step are needed for, each purpose with its fields (rules.md F1, F3). */
export function WhyWeAsk({ fields }: { readonly fields: readonly FieldUi[] }) {
  const byPurpose = new Map<string, string[]>();
  for (const { purpose, title } of fields) byPurpose.set(say(purpose), [...(byPurpose.get(say(purpose)) ?? []), say(title)]);
  if (byPurpose.size === 0) return null;
  return (
    <details className="am-card am-card--gypsum rq-why">
      <summary>
        {t('formWhy')}
        <Icon name="chevron-down" />
      </summary>
      <dl>
        {[...byPurpose].map(([purpose, titles]) => (
          <div key={purpose}>
            <dt>{purpose}</dt>
            <dd className="am-caption">{titles.join(t('formListMark'))}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
