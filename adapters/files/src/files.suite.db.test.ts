import { describeAdapter } from '@amanah/testing/adapter-suite';
import { sftpCounterpart } from './testing/sftp-counterpart.ts';

describeAdapter('files over SFTP', sftpCounterpart, { writes: true, pages: true, changingContract: true, expiringAccess: true });
