import { Button, Icon, IconButton } from '@amanah/ui';
import type {
  ArrayFieldItemTemplateProps,
  ArrayFieldTemplateProps,
  FieldProps,
  FieldTemplateProps,
  ObjectFieldTemplateProps,
  ValidatorType,
} from '@rjsf/utils';
import type { JsonSchema } from '../../shared/forms/form-types.ts';
import { controlId, useFormPlace } from './form-place.ts';
import { KitControl } from './kit-control.tsx';
import { say, t } from './messages.ts';
import { fieldUi } from './rjsf-schema.ts';
import { interpreter } from './interpreter.ts';

const keeps = interpreter();

/** RJSF asks it only which of several schemas fits; what is wrong with answers is said by the form itself. */
export const validator: ValidatorType = {
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  rawValidation: () => ({ errors: [] }),
  isValid: (schema, formData) => keeps(schema as JsonSchema, formData),
};

/** Every field that is not made of others: a control of the kit. */
function KitField({ uiSchema, formData, onChange, fieldPathId }: FieldProps) {
  const { path } = fieldPathId;
  const ui = fieldUi(uiSchema);
  return ui && <KitControl ui={ui} path={path.join('.')} value={formData as unknown} onChange={(value) => onChange(value, path)} />;
}

export const fields = { kit: KitField };

/** The kit's controls carry label, hint and error themselves. */
function FieldTemplate({ children, hidden }: FieldTemplateProps) {
  return hidden ? <div hidden>{children}</div> : children;
}

function Fault({ path }: { readonly path: string }) {
  const error = useFormPlace().problemAt(path);
  return (
    error && (
      <p className="am-field__error">
        <Icon name="circle-alert" />
        <span>{error}</span>
      </p>
    )
  );
}

/** The form itself, a row of a repeater, or a group with its legend. */
function ObjectFieldTemplate({ properties, fieldPathId, uiSchema }: ObjectFieldTemplateProps) {
  const inner = <div className="rq-fields">{properties.map(({ content }) => content)}</div>;
  const ui = fieldUi(uiSchema);
  if (ui?.widget !== 'group') return inner;
  const path = fieldPathId.path.join('.');
  return (
    <fieldset id={controlId(path)} className="rq-group rq-cell">
      <legend className="rq-group__legend">{say(ui.title)}</legend>
      {ui.hint && <p className="am-field__hint">{say(ui.hint)}</p>}
      <Fault path={path} />
      {inner}
    </fieldset>
  );
}

function ArrayFieldTemplate({ items, canAdd, onAddClick, fieldPathId, uiSchema }: ArrayFieldTemplateProps) {
  const ui = fieldUi(uiSchema);
  const path = fieldPathId.path.join('.');
  if (!ui) return null;
  return (
    <fieldset id={controlId(path)} className="rq-group rq-cell">
      <legend className="rq-group__legend">{say(ui.title)}</legend>
      {ui.hint && <p className="am-field__hint">{say(ui.hint)}</p>}
      <Fault path={path} />
      {items}
      {canAdd && (
        <div>
          <Button tone="second" size="small" icon="plus" onClick={() => onAddClick()}>
            {t('formAddRow', { title: say(ui.row ?? ui.title).toLowerCase() })}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function ArrayFieldItemTemplate({ children, index, buttonsProps, parentUiSchema }: ArrayFieldItemTemplateProps) {
  const ui = fieldUi(parentUiSchema);
  const title = t('formRow', { title: ui ? say(ui.row ?? ui.title) : '', number: index + 1 });
  return (
    <section className="rq-item" aria-label={title}>
      <header className="am-row am-row--between">
        <b className="am-strong">{title}</b>
        {buttonsProps.hasRemove && <IconButton icon="trash-2" label={t('formRemoveRow', { title })} onClick={() => buttonsProps.onRemoveItem()} />}
      </header>
      {children}
    </section>
  );
}

export const templates = { FieldTemplate, ObjectFieldTemplate, ArrayFieldTemplate, ArrayFieldItemTemplate };
