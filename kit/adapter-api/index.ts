export type * from './web-sign-in.ts';
