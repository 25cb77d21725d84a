// The pages of this plugin are written by its server part; the browser needs their styles only.
import './portal.css';
import './home-news.css';

export const page = { mount: async () => {}, unmount: async () => {} };
