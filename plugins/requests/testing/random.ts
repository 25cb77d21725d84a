export { randomOf, type Random } from '../shared/random.ts';
