import { Button } from 'react-aria-components/Button';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { AriaFrame } from '../aria/aria-frame.tsx';
import { FieldHead, states, validity } from '../fields/field-frame.tsx';
import { Icon } from '../icon.tsx';
import { useMount } from '../mount-context.ts';
import { text } from '../text.ts';
import { Options, type SelectProps } from './option.tsx';

/** One out of many. Typing jumps to an option. */
export function Select(props: SelectProps) {
  const { options, value, onChange, placeholder, error } = props;
  const { portal } = useMount();
  return (
    <AriaFrame>
      <AriaSelect
        className="am-field"
        value={value}
        onChange={(key) => onChange(key === null ? null : String(key))}
        placeholder={placeholder ?? text('selectPlaceholder')}
        {...validity(error)}
        {...states(props, props)}
        isDisabled={(props.disabled ?? false) || (props.readOnly ?? false)}
      >
        <FieldHead {...props} />
        <Button className="am-control am-control--select">
          <SelectValue className="am-control__input" />
          <Icon name="chevron-down" />
        </Button>
        <Popover className="am-popover" {...(portal ? { UNSTABLE_portalContainer: portal } : {})}>
          <Options options={options} />
        </Popover>
      </AriaSelect>
    </AriaFrame>
  );
}
