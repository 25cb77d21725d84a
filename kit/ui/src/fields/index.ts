export { TextField, TextArea, DigitField, NumberField } from './text-fields.tsx';
export type { TextFieldProps, TextAreaProps, DigitFieldProps, NumberFieldProps } from './text-fields.tsx';
export { Checkbox, CheckboxGroup, RadioGroup, Switch } from './choice-fields.tsx';
export type { CheckboxProps, CheckboxGroupProps, RadioGroupProps, Choice } from './choice-fields.tsx';
export { ErrorSummary } from './error-summary.tsx';
export type { FieldFault } from './error-summary.tsx';
export type { FieldTexts, FieldStates } from './field-frame.tsx';
