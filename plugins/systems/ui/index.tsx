import { page } from '@amanah/ui';
import { LauncherPage } from './launcher-page.tsx';
import './systems.css';

export const launcher = page(LauncherPage);
