/** What is wrong with an upload as a whole, in Salesforce's words: the job fails, and no row is written. */
export class UploadError extends Error {}
