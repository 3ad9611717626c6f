/** Bounds of the filter language. Wide enough for any filter that a CRM would take, and never without end. */

/** Characters of a filter; also the longest query that Salesforce takes. */
export const maxFilterLength = 100_000;
/** Levels of parentheses and NOT inside each other. */
export const maxFilterDepth = 50;
/** Conditions and the words that join them. */
export const maxFilterNodes = 10_000;
/** Values of one IN or INCLUDES list. */
export const maxListValues = 4_000;
/** Characters of one text; also Salesforce's limit. */
export const maxTextLength = 4_000;
/** Characters of one number. */
export const maxNumberLength = 100;
/** Powers of ten: numbers beyond are in no CRM, and written out they would be longer than a query. */
export const maxNumberExponent = 99;
/** Years that every CRM can store: Salesforce's range. */
export const minYear = 1700;
export const maxYear = 4000;
