export { Upload } from './upload.tsx';
export type { UploadProps, UploadedFile } from './upload.tsx';
export { refusalOf } from './file-rules.ts';
