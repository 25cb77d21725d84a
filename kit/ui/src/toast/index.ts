export { ToastRegion } from './toast-region.tsx';
export { showToast, closeToast } from '../toast-queue.ts';
