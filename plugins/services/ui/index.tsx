import { page } from '@amanah/ui';
import { CardPage } from './card-page.tsx';
import { CataloguePage } from './catalogue-page.tsx';
import './services.css';

export const catalogue = page(CataloguePage);
export const card = page(CardPage);
