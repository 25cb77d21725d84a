import { Loading, page } from '@amanah/ui';
import { lazy, Suspense } from 'react';
import { LicencePage } from './licence-page.tsx';
import { RegisterPage } from './register-page.tsx';
import { VerifyPage } from './verify-page.tsx';
import './shop-licences.css';
import './rollout/rollout.css';

// Tables and dialogs of the roll-out team: nobody else loads them.
const Board = lazy(() => import('./rollout/rollout-pages.tsx').then((module) => ({ default: module.BoardPage })));
const Unit = lazy(() => import('./rollout/rollout-pages.tsx').then((module) => ({ default: module.UnitPage })));
const Import = lazy(() => import('./rollout/rollout-pages.tsx').then((module) => ({ default: module.ImportPage })));

export const verify = page(VerifyPage);
export const licence = page(LicencePage);
export const register = page(RegisterPage);
export const rollout = page(() => (
  <Suspense fallback={<Loading rows={6} />}>
    <Board />
  </Suspense>
));
export const rolloutUnit = page(() => (
  <Suspense fallback={<Loading rows={8} />}>
    <Unit />
  </Suspense>
));
export const rolloutImport = page(() => (
  <Suspense fallback={<Loading rows={8} />}>
    <Import />
  </Suspense>
));
