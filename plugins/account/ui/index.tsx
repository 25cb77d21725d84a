import { page } from '@amanah/ui';
import { ConsentsPage } from './consents-page.tsx';
import { DataPage } from './data-page.tsx';
import { DelegationsPage } from './delegations-page.tsx';
import { ProfilePage } from './profile-page.tsx';
import { SecurityPage } from './security-page.tsx';
import { SessionsPage } from './sessions-page.tsx';
import './account.css';

export const profile = page(ProfilePage);
export const security = page(SecurityPage);
export const sessions = page(SessionsPage);
export const delegations = page(DelegationsPage);
export const consents = page(ConsentsPage);
export const data = page(DataPage);
