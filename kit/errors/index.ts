export { AmanahError, errorDefinition, errorCodes, errorText } from './amanah-error.ts';
export type { ErrorCode, ErrorDefinition, ErrorParams, Language } from './amanah-error.ts';
