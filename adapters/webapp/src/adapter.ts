export { CookieJar } from './cookie-jar.ts';
export { FormSignIn, type Credential, type SignInOutcome, type WebSystem } from './form-sign-in.ts';
