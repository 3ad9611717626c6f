import { expect } from 'chai';
import {
  errorOfAnswer,
  errorOfLogin,
  isExpiredSession,
  readError,
  ruleOf,
} from '../../../src/connectors/dynamics/errors.ts';
import { anAnswer, errorKinds, itTakesAnswers } from '../answer-errors.ts';
import type { AnswerCase } from '../answer-errors.ts';

const said = (code: string, message = 'what Dynamics said') => ({ error: { code, message } });

const entra = (number: string, error = 'invalid_client') => ({
  error,
  error_description: `AADSTS${number}: Words of Entra. Trace ID: 1 Correlation ID: 2`,
});
describe('Dynamics errors', () => {
  const answers: readonly AnswerCase[] = [
    [401, '', 'user', 'session_refused', /refuses the session/],
    [403, said('0x80072560'), 'user', 'session_refused', /application user/],
    [403, said('0x80040220', 'lacks prvReadAccount'), 'user', 'insufficient_access', /prvReadAccount.*role/],
    [403, said('0x89999999', 'odd'), 'user', 'insufficient_access', /\(403\).*odd/],
    [429, said('0x80072322', 'Number of requests exceeded'), 'retry', 'too_many_requests', /fewer requests/],
    [429, said('0x80072321'), 'retry', 'execution_time_limit', /busy for too long/],
    [429, said('0x80072326'), 'retry', 'concurrent_limit', /at the same time/],
    [429, '', 'retry', 'too_many_requests', /\(429\)/],
    [502, '<html><h1>Bad Gateway</h1></html>', 'retry', 'server_unavailable', /502/],
    [503, said('0x89999999', 'Maintenance'), 'retry', 'server_unavailable', /Maintenance/],
    [500, said('0x80044150'), 'retry', 'server_error', /database/],
    [500, said('0x80044151'), 'retry', 'sql_timeout', /in time/],
    [400, said('0x80044352'), 'retry', 'changes_expired', /read again/],
    [400, said('0x80060888', 'Syntax error at 3'), 'fatal', 'malformed_query', /Syntax error at 3.*filter/],
    [
      400,
      said('0x80060888', "Could not find a property named 'x' on type 'account'."),
      'user',
      'unknown_field',
      /property named 'x'/,
    ],
    [404, said('0x80060888', 'Resource not found'), 'user', 'not_found', /serverUrl/],
    [404, said('0x80040217'), 'record', 'not_found', /no such record/],
    [412, said('0x80060882'), 'record', 'changed_meanwhile', /Somebody else/],
    [412, said('0x80040237'), 'record', 'duplicate_value', /already/],
    [400, said('0x80044331'), 'record', 'string_too_long', /longer/],
    [400, said('0x80040265', 'Not on Sundays'), 'record', 'plug_in', /Not on Sundays/],
    [414, '', 'fatal', 'query_too_long', /too long/],
    [431, '', 'fatal', 'query_too_long', /too long/],
    [400, said('0x89999999', 'with words'), 'fatal', 'dynamics_error', /0x89999999.*with words/],
    [418, 'tea', 'fatal', 'dynamics_error', /HTTP 418/],
  ];
  itTakesAnswers(errorOfAnswer, answers);

  it('keep the wait that was asked for', () => {
    for (const body of ['', said('0x80072322')])
      expect(errorOfAnswer(anAnswer(429, body, 7_000))).to.have.property('retryAfterMs', 7_000);
  });

  it('quote no more than the beginning of what Dynamics said, on one line', () => {
    const { message } = errorOfAnswer(anAnswer(400, said('0x80060888', `\n${'$filter '.repeat(500)}`)));
    expect(message).to.not.include('\n');
    expect(message.length).to.be.below(600);
  });

  it('are read in any letter case of their code, and not out of what is none', () => {
    expect(readError(JSON.stringify(said('0X8004431A')))).to.include({ code: '0x8004431a' });
    for (const body of ['', 'tea', '[]', '{"error":"no"}', '{"error":{"message":"no code"}}', 'null'])
      expect(readError(body)).to.equal(null);
    expect(ruleOf({ code: 'constructor', message: '' })).to.equal(null);
  });

  it('know an expired session by 401 alone', () => {
    expect(isExpiredSession(anAnswer(401, ''))).to.equal(true);
    expect(isExpiredSession(anAnswer(403, said('0x80072560')))).to.equal(false);
  });

  const logins: readonly [status: number, body: unknown, kind: keyof typeof errorKinds, text: RegExp][] = [
    [401, entra('7000215'), 'user', /auth\.clientSecret.*Words of Entra\.$/],
    [401, entra('7000222'), 'user', /expired/],
    [400, entra('700016', 'unauthorized_client'), 'user', /auth\.clientId/],
    [400, entra('90002', 'invalid_request'), 'user', /directory/],
    [400, entra('500011', 'invalid_resource'), 'user', /serverUrl/],
    [400, entra('65001', 'invalid_grant'), 'user', /consent/],
    [400, { error: 'temporarily_unavailable' }, 'retry', /no logins at the moment/],
    [503, 'down', 'retry', /no logins at the moment/],
    [404, '<html>', 'user', /auth\.tokenUrl/],
    [400, { error: 'brand_new' }, 'user', /brand_new/],
  ];
  for (const [status, body, kind, text] of logins) {
    it(`of a login: ${status} ${JSON.stringify(body)} is ${kind}`, () => {
      const error = errorOfLogin(anAnswer(status, body), 'https://login.example/token');
      expect(error).to.be.instanceOf(errorKinds[kind]);
      expect(error.message).to.match(text);
    });
  }
});
