export { Select } from './select.tsx';
export { ComboBox } from './combo-box.tsx';
export type { Option, SelectProps } from './option.tsx';
