import { page } from '@amanah/ui';
import { CardPage } from './card-page.tsx';
import { CataloguePage } from './catalogue-page.tsx';
import './catalogue.css';
import './card.css';
import './voice.css';

export const catalogue = page(CataloguePage);
export const card = page(CardPage);
