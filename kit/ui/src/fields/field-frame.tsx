import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { Icon } from '../icon.tsx';
import { text } from '../text.ts';

export interface FieldTexts {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What happened and what to do; marks the field as wrong. */
  readonly error?: string | undefined;
  /** Optional fields are marked, required ones are not. */
  readonly optional?: boolean;
}

export interface FieldStates {
  readonly disabled?: boolean;
  readonly readOnly?: boolean;
  readonly name?: string;
  readonly id?: string;
}

/** Label above, hint under it, error under the hint and above the control. */
export function FieldHead({ label, hint, error, optional }: FieldTexts) {
  return (
    <>
      <Label className="am-field__label">
        {label}
        {optional && <span className="am-field__optional"> {text('optional')}</span>}
      </Label>
      {hint && (
        <Text slot="description" className="am-field__hint">
          {hint}
        </Text>
      )}
      <FieldError className="am-field__error">
        <Icon name="circle-alert" />
        <span>{error}</span>
      </FieldError>
    </>
  );
}

/** Validation props of React Aria from the field's error text; the server's or form's word counts, not the browser's. */
export function validity(error: string | undefined) {
  return { isInvalid: Boolean(error), validationBehavior: 'aria' as const };
}

/** State props in React Aria's names. */
export function states({ disabled, readOnly, name, id }: FieldStates, { optional }: FieldTexts) {
  return {
    ...(disabled ? { isDisabled: true } : {}),
    ...(readOnly ? { isReadOnly: true } : {}),
    ...(name ? { name } : {}),
    ...(id ? { id } : {}),
    isRequired: !optional,
  };
}
