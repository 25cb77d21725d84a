import { Button } from '@amanah/ui';
import { TextArea, TextField } from '@amanah/ui/fields';
import { Select } from '@amanah/ui/select';
import { t } from '../messages.ts';
import { asTheyAre, emptyField, type MappedField, type MappingDraft } from './mapping-draft.ts';
import type { SchemaField } from './schema-fields.ts';

const none = '-';

interface MappingEditorProps {
  readonly label: string;
  /** Fields that the system takes or gives. */
  readonly fields: readonly SchemaField[];
  /** Side of the system: where values come from (`output`) or go to (`input`). */
  readonly side: 'input' | 'output';
  readonly mapping: MappingDraft;
  readonly onChange: (mapping: MappingDraft) => void;
}

/** Field by field: rename, constant, code list, date, digits; or one JSONata expression for the rest. Without either everything goes through as it is. */
export function MappingEditor({ label, fields, side, mapping, onChange }: MappingEditorProps) {
  const paths = fields.map(({ path }) => path);
  const suggested = side === 'output' ? { from: paths } : { to: paths };
  const set = (at: number, part: Partial<MappedField>) =>
    onChange({ ...mapping, fields: mapping.fields.map((field, index) => (index === at ? { ...field, ...part } : field)) });
  const remove = (at: number) => onChange({ ...mapping, fields: mapping.fields.filter((_field, index) => index !== at) });
  return (
    <details className="op-mapping">
      <summary>{mapping.fields.length > 0 || mapping.expression ? t('mappingSome', { label }) : t('mappingNone', { label })}</summary>
      <div className="op-fields">
        {mapping.fields.map((field, at) => (
          <fieldset key={at} className="op-mapped">
            <legend className="am-caption">{t('mappingField', { number: at + 1 })}</legend>
            <div className="op-pair">
              <TextField type="url" label={t('mappingTo')} suggestions={suggested.to} value={field.to} onChange={(to) => set(at, { to })} />
              <TextField type="url" optional label={t('mappingFrom')} suggestions={suggested.from} value={field.from} onChange={(from) => set(at, { from })} />
            </div>
            <div className="op-pair">
              <TextField optional label={t('mappingConstant')} value={field.constant} onChange={(constant) => set(at, { constant })} />
              <Select
                label={t('mappingDigits')}
                options={[none, 'ascii', 'arabic'].map((id) => ({ id, label: t(`mappingDigits_${id === none ? 'none' : id}` as 'mappingDigits_none') }))}
                value={field.digits || none}
                onChange={(digits) => set(at, { digits: digits === none ? '' : (digits ?? '') })}
              />
            </div>
            <div className="op-pair">
              <Select
                label={t('mappingCalendar')}
                options={[none, 'hijri', 'gregorian'].map((id) => ({ id, label: t(`mappingCalendar_${id === none ? 'none' : id}` as 'mappingCalendar_none') }))}
                value={field.calendar || none}
                onChange={(calendar) => set(at, { calendar: calendar === none ? '' : (calendar ?? ''), pattern: field.pattern || 'dd/MM/yyyy' })}
              />
              {field.calendar && <TextField type="url" label={t('mappingPattern')} value={field.pattern} onChange={(pattern) => set(at, { pattern })} />}
            </div>
            <TextArea optional rows={2} label={t('mappingCodes')} hint={t('mappingCodesHint')} value={field.codes} onChange={(codes) => set(at, { codes })} />
            <Button tone="quiet" size="small" icon="trash-2" onClick={() => remove(at)}>
              {t('mappingRemove')}
            </Button>
          </fieldset>
        ))}
        <div className="am-row">
          <Button tone="second" size="small" icon="plus" onClick={() => onChange({ ...mapping, fields: [...mapping.fields, emptyField] })}>
            {t('mappingAdd')}
          </Button>
          {mapping.fields.length === 0 && fields.length > 0 && (
            <Button tone="quiet" size="small" icon="list-checks" onClick={() => onChange({ ...mapping, fields: asTheyAre(fields) })}>
              {t('mappingAddAll')}
            </Button>
          )}
        </div>
        <TextArea
          optional
          rows={3}
          label={t('mappingExpression')}
          hint={t('mappingExpressionHint')}
          value={mapping.expression}
          onChange={(expression) => onChange({ ...mapping, expression })}
        />
      </div>
    </details>
  );
}
