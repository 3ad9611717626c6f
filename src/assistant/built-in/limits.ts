/** Bounds of the built-in translator: whatever is written, an answer comes in milliseconds. */

/** Characters of one ask; what is longer is asked to be said in fewer words. */
export const maxAskLength = 2_000;
/** Fields of one object, parents' included, that words are held against. */
export const maxFields = 4_000;
/** Fields of one parent. */
export const maxParentFields = 400;
/** Values of one picklist. */
export const maxValues = 1_000;
/** Values of all picklists of an object: reading them once must not hold up anybody else. */
export const maxAllValues = 20_000;
/** Words of one name of a field or value. */
export const maxNameWords = 7;
/** Conditions of one filter. */
export const maxConditions = 40;
/** Names in one question. */
export const maxChoices = 5;
