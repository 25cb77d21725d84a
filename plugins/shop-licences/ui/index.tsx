import { page } from '@amanah/ui';
import { LicencePage } from './licence-page.tsx';
import { RegisterPage } from './register-page.tsx';
import { VerifyPage } from './verify-page.tsx';
import './shop-licences.css';

export const verify = page(VerifyPage);
export const licence = page(LicencePage);
export const register = page(RegisterPage);
