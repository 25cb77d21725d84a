import { Segments, StatusPill } from '@amanah/ui';
import { Checkbox } from '@amanah/ui/fields';
import { categories, mailChoices, type Category, type NotificationSettings } from '../shared/settings.ts';
import { t } from './messages.ts';

interface CategoryChoicesProps {
  readonly choices: NotificationSettings['choices'];
  readonly onChange: (choices: NotificationSettings['choices']) => void;
}

const optional = categories.filter((category) => category !== 'security');

/** For each category whether a mail and a text message come; what is about security always does. */
export function CategoryChoices({ choices, onChange }: CategoryChoicesProps) {
  const change = (category: Category, part: Partial<NotificationSettings['choices'][Category]>) =>
    onChange({ ...choices, [category]: { ...choices[category], ...part } });
  return (
    <ul className="nt-choices">
      {optional.map((category) => (
        <li key={category}>
          <h3>{t(`category_${category}`)}</h3>
          <p className="am-caption">{t(`hint_${category}`)}</p>
          <div className="nt-choices__acts">
            <span className="am-caption">{t('byMail')}</span>
            <Segments
              label={t('choiceOf', { category: t(`category_${category}`) })}
              value={choices[category].mail}
              onChange={(mail) => change(category, { mail })}
              segments={mailChoices.map((id) => ({ id, label: t(`mail_${id}`) }))}
            />
            <Checkbox checked={choices[category].sms} onChange={(sms) => change(category, { sms })}>
              {t('smsAlso')}
              <span className="am-hidden">: {t(`category_${category}`)}</span>
            </Checkbox>
          </div>
        </li>
      ))}
      <li>
        <h3>{t('category_security')}</h3>
        <div className="nt-choices__acts">
          <StatusPill tone="info" icon="lock">
            {t('always')}
          </StatusPill>
        </div>
      </li>
    </ul>
  );
}
