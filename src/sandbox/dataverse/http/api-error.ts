/** A refusal, as Dataverse words it: a status, a code of eight hexadecimal digits and a sentence. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** Seconds to wait, for the header Retry-After. */
  readonly retryAfter: number | string | null;

  constructor(status: number, code: string, message: string, retryAfter: number | string | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** What is wrong with an address or with a query in it. */
export function badQuery(message: string): ApiError {
  return new ApiError(400, '0x80060888', message);
}

/** What Dataverse could answer and the sandbox cannot: refused, never answered wrongly. */
export function beyondSandbox(what: string): ApiError {
  return new ApiError(501, '0x80060888', `${what} is beyond this sandbox.`);
}

export function noSuchSegment(segment: string): ApiError {
  return new ApiError(404, '0x8006088a', `Resource not found for the segment '${segment}'.`);
}

export function noSuchProperty(name: string, table: string): ApiError {
  return badQuery(`Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${table}'.`);
}

export function noSuchRecord(table: string, id: string): ApiError {
  return new ApiError(404, '0x80040217', `Entity '${table}' With Id = ${id} Does Not Exist`);
}

export function errorBody({ code, message }: ApiError): string {
  return JSON.stringify({ error: { code, message } });
}
