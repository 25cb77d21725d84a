import { Button } from 'react-aria-components/Button';
import { ComboBox as AriaComboBox } from 'react-aria-components/ComboBox';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { AriaFrame } from '../aria/aria-frame.tsx';
import { FieldHead, states, validity } from '../fields/field-frame.tsx';
import { Icon } from '../icon.tsx';
import { text } from '../text.ts';
import { FollowingPopover } from './following-popover.tsx';
import { Options, type Option, type SelectProps } from './option.tsx';

/** Hamza, alef maqsura, ta marbuta, tatweel and harakat do not stand in the way of a match. */
export function foldArabic(words: string): string {
  return words
    .toLowerCase()
    .replace(/[\u064b-\u0652\u0640]/g, '')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه')
    .replace(/ؤ/g, 'و')
    .replace(/ئ/g, 'ي');
}

/** One out of very many: typing narrows the list. */
export function ComboBox(props: SelectProps) {
  const { options, value, onChange, placeholder, error } = props;
  return (
    <AriaFrame>
      <AriaComboBox<Option>
        className="am-field"
        defaultItems={options}
        value={value}
        onChange={(key) => onChange(key === null ? null : String(key))}
        allowsEmptyCollection
        menuTrigger="focus"
        defaultFilter={(option, typed) => foldArabic(option).includes(foldArabic(typed))}
        {...validity(error)}
        {...states(props, props)}
      >
        <FieldHead {...props} />
        <Group className="am-control am-control--combo">
          <Input className="am-control__input" {...(placeholder ? { placeholder } : {})} />
          <Button className="am-control__step" aria-label={text('selectOpen')}>
            <Icon name="chevron-down" />
          </Button>
        </Group>
        <FollowingPopover>
          <Options />
        </FollowingPopover>
      </AriaComboBox>
    </AriaFrame>
  );
}
