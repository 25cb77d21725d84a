export { Tabs } from './tabs.tsx';
export type { TabEntry } from './tabs.tsx';
