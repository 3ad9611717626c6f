/** A job as people write it, and the secret that its file names by a variable. */
export interface JobFile {
  readonly text: string;
  readonly secret: string;
}

export const benchJobName = 'Customers';
/** Variable that the job's file takes the secret from. */
export const secretVariable = 'BENCH_SECRET';
