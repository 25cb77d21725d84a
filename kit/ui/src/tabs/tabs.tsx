import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs';
import { AriaFrame } from '../aria/aria-frame.tsx';
import { Icon } from '../icon.tsx';
import type { IconName } from '../icon-names.ts';

export interface TabEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly count?: number;
  readonly content: ReactNode;
}

/** Two to six views of one thing; only the chosen one is in the page. */
export function Tabs({
  label,
  tabs,
  value,
  onChange,
}: {
  readonly label: string;
  readonly tabs: readonly TabEntry[];
  readonly value?: string;
  readonly onChange?: (id: string) => void;
}) {
  return (
    <AriaFrame>
      <AriaTabs className="am-tabs" {...(value ? { selectedKey: value } : {})} {...(onChange ? { onSelectionChange: (key) => onChange(String(key)) } : {})}>
        <TabList className="am-tabs__list" aria-label={label}>
          {tabs.map((tab) => (
            <Tab key={tab.id} id={tab.id} className="am-tab">
              {tab.icon && <Icon name={tab.icon} />}
              {tab.label}
              {tab.count !== undefined && <span className="am-tab__count">{tab.count}</span>}
            </Tab>
          ))}
        </TabList>
        {tabs.map((tab) => (
          <TabPanel key={tab.id} id={tab.id} className="am-tabs__panel">
            {tab.content}
          </TabPanel>
        ))}
      </AriaTabs>
    </AriaFrame>
  );
}
