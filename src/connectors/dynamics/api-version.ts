/** The version of the Web API that the connector was written and tested against. */
export const defaultApiVersion = '9.2';
