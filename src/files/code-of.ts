/** The system's word for what went wrong (`ENOENT`); empty where the error is none of the system's. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
