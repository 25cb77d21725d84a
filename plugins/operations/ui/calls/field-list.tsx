import { Tag } from '@amanah/ui';
import { t } from '../messages.ts';
import { Code } from '../words.tsx';
import type { SchemaField } from './schema-fields.ts';

/** The fields that an operation takes or gives, with their types. */
export function FieldList({ label, fields }: { readonly label: string; readonly fields: readonly SchemaField[] }) {
  if (fields.length === 0) return null;
  return (
    <details className="op-mapping">
      <summary>{t('fieldsCount', { label, count: fields.length })}</summary>
      <ul className="op-schema" tabIndex={0} aria-label={label}>
        {fields.map(({ path, type, required, description, values }) => (
          <li key={path}>
            <Code>{path}</Code>
            <span className="am-caption">
              {t(`fieldType_${type}`)}
              {values.length > 0 && (
                <>
                  {' '}
                  <Code>{values.join(' | ')}</Code>
                </>
              )}
            </span>
            {required && <Tag>{t('fieldRequired')}</Tag>}
            {description && <bdi className="am-caption op-schema__words">{description}</bdi>}
          </li>
        ))}
      </ul>
    </details>
  );
}
