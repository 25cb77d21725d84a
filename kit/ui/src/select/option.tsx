import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import type { FieldStates, FieldTexts } from '../fields/field-frame.tsx';
import { Icon } from '../icon.tsx';
import { text } from '../text.ts';

export interface Option {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly disabled?: boolean;
}

export interface SelectProps extends FieldTexts, FieldStates {
  readonly options: readonly Option[];
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
  readonly placeholder?: string;
}

/** The list of a Select; a ComboBox hands its narrowed options down by itself. */
export function Options({ options }: { readonly options?: readonly Option[] }) {
  return (
    <ListBox<Option>
      className="am-listbox"
      {...(options ? { items: options } : {})}
      renderEmptyState={() => <p className="am-listbox__none">{text('selectNone')}</p>}
    >
      {(option) => (
        <ListBoxItem id={option.id} textValue={option.label} className="am-option" isDisabled={option.disabled ?? false}>
          {({ isSelected }) => (
            <>
              <span className="am-option__words">
                {option.label}
                {option.hint && <span className="am-caption">{option.hint}</span>}
              </span>
              {isSelected && <Icon name="check" />}
            </>
          )}
        </ListBoxItem>
      )}
    </ListBox>
  );
}
