export { definePlugin, defineManifest, pluginApiVersion } from './define.ts';
export { capacityName } from './capacity-name.ts';
export { foldText, foldWord, foldWords } from './fold-text.ts';
export type * from './manifest.ts';
export type * from './server.ts';
export type * from './actor.ts';
export type * from './hub-services.ts';
export type * from './account-services.ts';
