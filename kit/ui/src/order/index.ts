export { OrderList } from './order-list.tsx';
export type { OrderListProps, Ordered } from './order-list.tsx';
