import { describeAdapter } from '@amanah/testing/adapter-suite';
import { startRegister } from './testing/register.ts';

describeAdapter('openapi', startRegister, { writes: true, pages: true, changingContract: true, expiringAccess: true });
