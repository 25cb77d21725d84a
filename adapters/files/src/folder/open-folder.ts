import type { AdapterContext } from '@amanah/adapter-api';
import type { FilesConfig } from '../config.ts';
import type { Folder } from './folder.ts';

/** The folder of a configuration; nothing is connected yet. The libraries of other places are not even loaded. */
export async function openFolder({ folder, bounds }: Pick<FilesConfig, 'folder' | 'bounds'>, ctx: AdapterContext): Promise<Folder> {
  switch (folder.at) {
    case 'local':
      return new (await import('./local-folder.ts')).LocalFolder(folder, bounds);
    case 'sftp':
      return new (await import('./sftp-folder.ts')).SftpFolder(folder, bounds, ctx);
    case 's3':
      return new (await import('./s3-folder.ts')).S3Folder(folder, bounds, ctx);
  }
}
