import { Button } from 'react-aria-components/Button';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { AriaFrame } from '../aria/aria-frame.tsx';
import { Icon } from '../icon.tsx';
import type { IconName } from '../icon-names.ts';
import { useMount } from '../mount-context.ts';

export interface MenuAction {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  readonly disabled?: boolean;
}

/** A button that opens a list of actions on the thing beside it. */
export function Menu({
  label,
  icon = 'ellipsis',
  actions,
  onAction,
}: {
  readonly label: string;
  readonly icon?: IconName;
  readonly actions: readonly MenuAction[];
  readonly onAction: (id: string) => void;
}) {
  const { portal } = useMount();
  return (
    <AriaFrame>
      <MenuTrigger>
        <Button className="am-icon-button" aria-label={label}>
          <Icon name={icon} />
        </Button>
        <Popover className="am-popover" placement="bottom end" {...(portal ? { UNSTABLE_portalContainer: portal } : {})}>
          <AriaMenu className="am-menu" onAction={(key) => onAction(String(key))}>
            {actions.map((action) => (
              <MenuItem
                key={action.id}
                id={action.id}
                textValue={action.label}
                isDisabled={action.disabled ?? false}
                className={action.danger ? 'am-option am-option--danger' : 'am-option'}
              >
                {action.icon && <Icon name={action.icon} />}
                {action.label}
              </MenuItem>
            ))}
          </AriaMenu>
        </Popover>
      </MenuTrigger>
    </AriaFrame>
  );
}
