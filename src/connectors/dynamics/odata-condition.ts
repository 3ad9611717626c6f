import { joinerOf } from '../filter/condition.ts';

export const { allOf, anyOf } = joinerOf({ and: 'and', or: 'or' });
