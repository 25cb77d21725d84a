import { useId, type ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { NumberField as AriaNumberField } from 'react-aria-components/NumberField';
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField } from 'react-aria-components/TextField';
import { AriaFrame } from '../aria/aria-frame.tsx';
import { onlyDigits } from '../digits.ts';
import { Icon } from '../icon.tsx';
import type { IconName } from '../icon-names.ts';
import { currentLanguage } from '../language.ts';
import { text } from '../text.ts';
import { FieldHead, states, validity, type FieldStates, type FieldTexts } from './field-frame.tsx';

export interface TextFieldProps extends FieldTexts, FieldStates {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly type?: 'text' | 'email' | 'tel' | 'url' | 'password';
  readonly autoComplete?: string;
  readonly maxLength?: number;
  readonly placeholder?: string;
  readonly icon?: IconName;
  /** Unit at the end edge: «م²». */
  readonly unit?: ReactNode;
  /** Offered while typing; anything else may be typed too. */
  readonly suggestions?: readonly string[] | undefined;
}

/** One line of text. E-mail, telephone and addresses are typed left to right. */
export function TextField(props: TextFieldProps) {
  const { value, onChange, onBlur, type = 'text', autoComplete, maxLength, placeholder, icon, unit, error, suggestions } = props;
  const list = useId();
  const latin = type !== 'text' && type !== 'password';
  return (
    <AriaFrame>
      <AriaTextField
        className="am-field"
        value={value}
        onChange={onChange}
        type={type}
        {...validity(error)}
        {...states(props, props)}
        {...(onBlur ? { onBlur } : {})}
        {...(autoComplete ? { autoComplete } : {})}
        {...(maxLength ? { maxLength } : {})}
      >
        <FieldHead {...props} />
        <Group className="am-control">
          {icon && <Icon name={icon} />}
          <Input
            className={latin ? 'am-control__input am-control__input--ltr' : 'am-control__input'}
            {...(placeholder ? { placeholder } : {})}
            {...(suggestions ? { list } : {})}
          />
          {suggestions && (
            <datalist id={list}>
              {suggestions.map((value) => (
                <option key={value} value={value} />
              ))}
            </datalist>
          )}
          {unit && <span className="am-control__unit">{unit}</span>}
        </Group>
      </AriaTextField>
    </AriaFrame>
  );
}

export interface TextAreaProps extends FieldTexts, FieldStates {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows?: number;
  readonly maxLength?: number;
}

/** Several lines of text; `maxLength` is counted under the control. */
export function TextArea(props: TextAreaProps) {
  const { value, onChange, rows = 4, maxLength, error } = props;
  return (
    <AriaFrame>
      <AriaTextField
        className="am-field"
        value={value}
        onChange={onChange}
        {...validity(error)}
        {...states(props, props)}
        {...(maxLength ? { maxLength } : {})}
      >
        <FieldHead {...props} />
        <AriaTextArea className="am-control am-control--area" rows={rows} />
        {maxLength && (
          <span className="am-field__hint am-number" aria-hidden="true">
            <bdi dir="ltr">
              {value.length} / {maxLength}
            </bdi>
          </span>
        )}
      </AriaTextField>
    </AriaFrame>
  );
}

export interface DigitFieldProps extends Omit<TextFieldProps, 'type' | 'maxLength'> {
  readonly length?: number;
}

/** An identifier, code or telephone: digits only, Arabic ones folded to Latin, typed left to right at the start edge. */
export function DigitField(props: DigitFieldProps) {
  const { value, onChange, onBlur, autoComplete, length, placeholder, icon, unit, error } = props;
  const keep = (typed: string) => onChange(length ? onlyDigits(typed).slice(0, length) : onlyDigits(typed));
  return (
    <AriaFrame>
      <AriaTextField
        className="am-field"
        value={value}
        onChange={keep}
        inputMode="numeric"
        {...validity(error)}
        {...states(props, props)}
        {...(onBlur ? { onBlur } : {})}
        {...(autoComplete ? { autoComplete } : {})}
      >
        <FieldHead {...props} />
        <Group className="am-control">
          {icon && <Icon name={icon} />}
          <Input className="am-control__input am-control__input--ltr am-number" {...(placeholder ? { placeholder } : {})} />
          {unit && <span className="am-control__unit">{unit}</span>}
        </Group>
      </AriaTextField>
    </AriaFrame>
  );
}

/** A metre on the ground is the fifth decimal of a degree; without this the field would round to the third. */
const MOST_DECIMALS = 6;

export interface NumberFieldProps extends FieldTexts, FieldStates {
  /** Null while empty. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly unit?: ReactNode;
  /** Buttons to step it; measures and coordinates have none. Default true. */
  readonly stepped?: boolean;
}

/** React Aria understands digits of other scripts only where the locale names none; Arabic of the Emirates writes Latin ones by itself. */
const numberLocale = () => (currentLanguage() === 'ar' ? 'ar-AE' : 'en-GB');

/** A quantity, with buttons to step where it is counted. Arabic digits are understood. */
export function NumberField(props: NumberFieldProps) {
  const { value, onChange, min, max, step, unit, error, stepped = true } = props;
  return (
    <AriaFrame locale={numberLocale()}>
      <AriaNumberField
        className="am-field"
        value={value ?? Number.NaN}
        formatOptions={{ maximumFractionDigits: MOST_DECIMALS }}
        onChange={(next) => onChange(Number.isNaN(next) ? null : next)}
        {...validity(error)}
        {...states(props, props)}
        {...(min !== undefined ? { minValue: min } : {})}
        {...(max !== undefined ? { maxValue: max } : {})}
        {...(step ? { step } : {})}
      >
        <FieldHead {...props} />
        <Group className="am-control am-control--number">
          <Input className="am-control__input am-control__input--ltr am-number" />
          {unit && <span className="am-control__unit">{unit}</span>}
          {stepped && (
            <>
              <Button slot="decrement" className="am-control__step" aria-label={text('numberDecrease')}>
                <Icon name="minus" />
              </Button>
              <Button slot="increment" className="am-control__step" aria-label={text('numberIncrease')}>
                <Icon name="plus" />
              </Button>
            </>
          )}
        </Group>
      </AriaNumberField>
    </AriaFrame>
  );
}
