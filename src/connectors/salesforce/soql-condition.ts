/** SOQL refuses AND beside OR without parentheses. */
import { joinerOf } from '../filter/condition.ts';

export const { allOf, anyOf } = joinerOf({ and: 'AND', or: 'OR' });
