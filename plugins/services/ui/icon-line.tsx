import { Icon, type IconName } from '@amanah/ui';
import type { ReactNode } from 'react';

/** An icon and its words, one line of a list. */
export function IconLine({ name, children }: { readonly name: IconName; readonly children: ReactNode }) {
  return (
    <li className="sv-icon-line">
      <Icon name={name} />
      <span>{children}</span>
    </li>
  );
}
