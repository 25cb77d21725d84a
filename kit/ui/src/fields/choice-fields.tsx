import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox';
import { CheckboxGroup as AriaCheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components/RadioGroup';
import { Switch as AriaSwitch } from 'react-aria-components/Switch';
import { AriaFrame } from '../aria/aria-frame.tsx';
import { Icon } from '../icon.tsx';
import { FieldHead, states, validity, type FieldStates, type FieldTexts } from './field-frame.tsx';

export interface CheckboxProps extends FieldStates {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly invalid?: boolean;
  readonly children: ReactNode;
}

function CheckBoxMark() {
  return (
    <span className="am-check__box" aria-hidden="true">
      <Icon name="check" />
    </span>
  );
}

/** One thing that is agreed to or not. */
export function Checkbox({ checked, onChange, invalid = false, disabled = false, readOnly = false, name, children }: CheckboxProps) {
  return (
    <AriaFrame>
      <AriaCheckbox
        className="am-check"
        isSelected={checked}
        onChange={onChange}
        isInvalid={invalid}
        isDisabled={disabled}
        isReadOnly={readOnly}
        {...(name ? { name } : {})}
      >
        <CheckBoxMark />
        <span>{children}</span>
      </AriaCheckbox>
    </AriaFrame>
  );
}

export interface Choice<Id extends string = string> {
  readonly id: Id;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
}

export interface CheckboxGroupProps extends FieldTexts, FieldStates {
  readonly choices: readonly Choice[];
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
}

/** Any number of choices out of a few. */
export function CheckboxGroup(props: CheckboxGroupProps) {
  const { choices, value, onChange, error } = props;
  return (
    <AriaFrame>
      <AriaCheckboxGroup
        className="am-field"
        value={[...value]}
        onChange={onChange}
        {...validity(error)}
        {...states(props, { label: props.label, optional: true })}
      >
        <FieldHead {...props} />
        {choices.map((choice) => (
          <AriaCheckbox key={choice.id} value={choice.id} className="am-check" isDisabled={choice.disabled ?? false}>
            <CheckBoxMark />
            <span>
              {choice.label}
              {choice.hint && <span className="am-field__hint am-check__hint">{choice.hint}</span>}
            </span>
          </AriaCheckbox>
        ))}
      </AriaCheckboxGroup>
    </AriaFrame>
  );
}

export interface RadioGroupProps<Id extends string = string> extends FieldTexts, FieldStates {
  readonly choices: readonly Choice<Id>[];
  readonly value: Id | null;
  readonly onChange: (value: Id) => void;
  readonly inline?: boolean;
}

/** Exactly one out of a few; more than seven belong into a Select. */
export function RadioGroup<Id extends string>(props: RadioGroupProps<Id>) {
  const { choices, value, onChange, inline = false, error } = props;
  return (
    <AriaFrame>
      <AriaRadioGroup className="am-field" value={value} onChange={(id) => onChange(id as Id)} {...validity(error)} {...states(props, props)}>
        <FieldHead {...props} />
        <div className={inline ? 'am-choices am-choices--inline' : 'am-choices'}>
          {choices.map((choice) => (
            <Radio key={choice.id} value={choice.id} className="am-check" isDisabled={choice.disabled ?? false}>
              <span className="am-check__disc" aria-hidden="true" />
              <span>
                {choice.label}
                {choice.hint && <span className="am-field__hint am-check__hint">{choice.hint}</span>}
              </span>
            </Radio>
          ))}
        </div>
      </AriaRadioGroup>
    </AriaFrame>
  );
}

/** A setting that takes effect at once. */
export function Switch({ checked, onChange, disabled = false, readOnly = false, name, children }: Omit<CheckboxProps, 'invalid'>) {
  return (
    <AriaFrame>
      <AriaSwitch className="am-switch" isSelected={checked} onChange={onChange} isDisabled={disabled} isReadOnly={readOnly} {...(name ? { name } : {})}>
        <span className="am-switch__track" aria-hidden="true">
          <span className="am-switch__thumb" />
        </span>
        <span>{children}</span>
      </AriaSwitch>
    </AriaFrame>
  );
}
