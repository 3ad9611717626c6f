/** Spring '25, the version the connector was written and tested against. A connection may name another. */
export const defaultApiVersion = '62.0';
