export { BoardPage } from './board-page.tsx';
export { ImportPage } from './import-page.tsx';
export { UnitPage } from './unit-page.tsx';
