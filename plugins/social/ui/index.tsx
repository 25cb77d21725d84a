import { page } from '@amanah/ui';
import { NewsPage } from './news/news-page.tsx';
import { OfficePage } from './office/office-page.tsx';

export const news = page(NewsPage);
export const office = page(OfficePage);
