/** Bounds of what a model is asked, and of what is waited for. */

/** From the ask to the answer, corrections and repeated calls included; then the built-in translator answers. */
export const maxAskMs = 18_000;
/** Times that what is wrong goes back to the model. */
export const maxCorrections = 2;
/** Calls for one completion, where the service is busy or out of order. */
export const maxCalls = 3;
/** Before the second call, where the service names no time; twice as long before the third. */
export const firstWaitMs = 200;
/** Tokens of one ask, sent and received, over all its rounds: what is beyond is not begun. */
export const maxAskTokens = 60_000;
/** Characters of what the model is told of a place; a token has about four. */
export const maxDataCharacters = 40_000;
/** Tokens of an answer; of mappings, which have a line a field, more. */
export const maxAnswerTokens = 2_000;
export const maxMappingTokens = 8_000;
/** Bytes of one answer of the service, whatever it is. */
export const maxBodyBytes = 1_000_000;
/** Characters of an answer that are read. */
export const maxAnswerCharacters = 60_000;
/** Failures in a row after which the model is left alone for a while. */
export const failuresBeforeRest = 3;
export const restMs = 60_000;
/** Fields that the model is told of, and values of one picklist. */
export const maxToldFields = 120;
export const maxToldValues = 40;
/** Jobs and objects that it is told of. */
export const maxToldJobs = 100;
export const maxToldObjects = 200;
/** Of those, the ones that it is told the fields of. */
export const maxObjectsWithFields = 4;
/** Fields of one mapping; the others are suggested by the built-in translator. */
export const maxMappedFields = 150;
/** Attributes of the hub. */
export const maxToldAttributes = 300;
/** Earlier turns of a thread. */
export const maxTurns = 8;
/** Characters of one name, label or error. */
export const maxNameCharacters = 200;
/** Characters of a question or an answer in words. */
export const maxTextCharacters = 1_500;
