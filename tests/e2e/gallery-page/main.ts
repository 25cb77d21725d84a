import '../../../kit/ui/css/index.css';
import { gallery } from '../../../plugins/gallery/ui/index.tsx';

await gallery.mount({ pluginId: 'gallery', title: 'gallery', domElement: document.getElementById('gallery') as HTMLElement });
await document.fonts.ready;
document.documentElement.dataset.ready = '';
