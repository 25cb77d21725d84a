import { page } from '@amanah/ui';
import { VerifyPage } from './verify-page.tsx';
import './shop-licences.css';

export const verify = page(VerifyPage);
