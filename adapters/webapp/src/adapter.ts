import type { OpenWebSignIn } from '@amanah/adapter-api';
import { FormSignIn } from './form-sign-in.ts';

/** Signing in by a system's own form. */
export const webSignIn: OpenWebSignIn = (system) => new FormSignIn(system);
