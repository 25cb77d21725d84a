// The page is written by the server part; the browser needs its styles only.
import './notifications.css';

export const page = { mount: async () => {}, unmount: async () => {} };
