import { expect } from 'chai';
import { errorOfNetwork } from '../../../src/connectors/http/network-errors.ts';
import {
  errorOfAnswer,
  errorOfLogin,
  errorOfRow,
  isExpiredSession,
} from '../../../src/connectors/salesforce/errors.ts';
import { RecordError, RetryableError } from '../../../src/domain/errors.ts';
import { anAnswer, errorKinds, itTakesAnswers } from '../answer-errors.ts';
import type { AnswerCase } from '../answer-errors.ts';

const said = (errorCode: string, message = 'what Salesforce said') => [{ errorCode, message }];

const row = (errorCode: string): Error => errorOfRow({ errorCode, message: 'x' });

describe('Salesforce errors', () => {
  const answers: readonly AnswerCase[] = [
    [401, said('INVALID_SESSION_ID'), 'user', 'session_refused', /refuses the session/],
    [401, '', 'user', 'session_refused', /refuses the session/],
    [
      403,
      said('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
      'fatal',
      'daily_limit',
      /last 24 hours: TotalRequests/,
    ],
    [
      403,
      said('REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.'),
      'retry',
      'concurrent_limit',
      /same time/,
    ],
    [403, said('API_DISABLED_FOR_ORG'), 'user', 'api_disabled', /API Enabled/],
    [403, said('INSUFFICIENT_ACCESS'), 'user', 'insufficient_access', /give that user access/],
    [503, said('SERVER_UNAVAILABLE'), 'retry', 'server_unavailable', /not available/],
    [503, '<html>Down for maintenance</html>', 'retry', 'server_unavailable', /not available.*503/],
    [502, '<html><h1>Bad Gateway</h1></html>', 'retry', 'server_unavailable', /502/],
    [429, '', 'retry', 'too_many_requests', /fewer requests/],
    [500, said('UNKNOWN_EXCEPTION'), 'retry', 'server_error', /on its side/],
    [400, said('UNABLE_TO_LOCK_ROW'), 'retry', 'row_locked', /locked/],
    [400, said('QUERY_TIMEOUT'), 'retry', 'query_timeout', /too long/],
    [
      400,
      said('INVALID_FIELD', "No such column 'X__c' on entity 'Account'."),
      'user',
      'unknown_field',
      /No such column 'X__c'.*field-level/,
    ],
    [
      400,
      said('MALFORMED_QUERY', "unexpected token: 'FORM'"),
      'fatal',
      'malformed_query',
      /unexpected token: 'FORM'/,
    ],
    [400, said('INVALID_TYPE'), 'user', 'unknown_object', /object/],
    [404, said('NOT_FOUND'), 'user', 'not_found', /nothing of this name/],
    [404, 'nothing here', 'user', 'not_found', /loginUrl/],
    [400, said('INVALID_QUERY_LOCATOR'), 'retry', 'query_locator_gone', /opened again/],
    [414, '', 'fatal', 'query_too_long', /too long/],
    [431, '', 'fatal', 'query_too_long', /too long/],
    [
      400,
      said('INVALIDENTITY', "Entity 'X' is not supported by the Bulk API."),
      'fatal',
      'unsupported_by_bulk',
      /Bulk API/,
    ],
    [
      400,
      said('API_ERROR', "Entity 'X' is not supported by the Bulk API."),
      'fatal',
      'unsupported_by_bulk',
      /Bulk API/,
    ],
    [
      400,
      said('API_ERROR', 'Max bulk v2 query jobs (10000) per 24 hrs has been reached'),
      'fatal',
      'daily_limit',
      /bulk queries/,
    ],
    [400, said('SOMETHING_NEW', 'with words'), 'fatal', 'salesforce_error', /SOMETHING_NEW.*with words/],
    [418, 'tea', 'fatal', 'salesforce_error', /HTTP 418/],
    [400, said('DUPLICATE_VALUE'), 'record', 'duplicate_value', /value already/],
    [400, said('REQUIRED_FIELD_MISSING'), 'record', 'required_field_missing', /no value/],
    [400, said('FIELD_CUSTOM_VALIDATION_EXCEPTION'), 'record', 'validation_rule', /validation rule/],
    [400, said('STRING_TOO_LONG'), 'record', 'string_too_long', /longer/],
  ];
  itTakesAnswers(errorOfAnswer, answers);

  it('keep the wait that was asked for', () => {
    for (const body of ['', said('SERVER_UNAVAILABLE')]) {
      expect(errorOfAnswer(anAnswer(503, body, 7_000))).to.have.property('retryAfterMs', 7_000);
    }
  });

  it('quote no more than the beginning of what Salesforce said, on one line', () => {
    const { message } = errorOfAnswer(anAnswer(400, said('MALFORMED_QUERY', `\n${'SELECT '.repeat(500)}`)));
    expect(message).to.not.include('\n');
    expect(message.length).to.be.below(600);
  });

  it('of a row are about that row alone, unless they pass', () => {
    expect(row('INSUFFICIENT_ACCESS_OR_READONLY')).to.be.instanceOf(RecordError);
    expect(row('INVALID_FIELD_FOR_INSERT_UPDATE')).to.be.instanceOf(RecordError);
    expect(row('A_CODE_OF_NEXT_YEAR'))
      .to.be.instanceOf(RecordError)
      .and.have.property('code', 'refused_record');
    expect(row('UNABLE_TO_LOCK_ROW')).to.be.instanceOf(RetryableError);
  });

  it('know an expired session by 401, and by the words of the addresses that answer 403', () => {
    expect(isExpiredSession(anAnswer(401, ''))).to.equal(true);
    expect(isExpiredSession(anAnswer(403, 'Bad_OAuth_Token'))).to.equal(true);
    expect(isExpiredSession(anAnswer(403, said('REQUEST_LIMIT_EXCEEDED')))).to.equal(false);
  });

  const logins: readonly [status: number, body: unknown, kind: keyof typeof errorKinds, text: RegExp][] = [
    [
      400,
      { error: 'invalid_client_id', error_description: 'client identifier invalid' },
      'user',
      /auth\.clientId.*client identifier invalid/,
    ],
    [
      400,
      { error: 'invalid_client', error_description: 'invalid client credentials' },
      'user',
      /auth\.clientSecret/,
    ],
    [
      400,
      { error: 'invalid_grant', error_description: "user hasn't approved this consumer" },
      'user',
      /approved/,
    ],
    [400, { error: 'inactive_user', error_description: '' }, 'user', /not active/],
    [
      400,
      { error: 'rate_limit_exceeded', error_description: 'login rate exceeded' },
      'retry',
      /no logins at the moment/,
    ],
    [503, 'down', 'retry', /no logins at the moment/],
    [404, '<html>', 'user', /loginUrl/],
    [400, { error: 'brand_new' }, 'user', /brand_new/],
  ];
  for (const [status, body, kind, text] of logins) {
    it(`of a login: ${status} ${JSON.stringify(body)} is ${kind}`, () => {
      const error = errorOfLogin(anAnswer(status, body), 'https://acme.example');
      expect(error).to.be.instanceOf(errorKinds[kind]);
      expect(error.message).to.match(text);
    });
  }

  it('of the network say in words what happened, and pass', () => {
    const reset = new TypeError('fetch failed', {
      cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }),
    });
    expect(errorOfNetwork(reset, 'https://acme.example')).to.be.instanceOf(RetryableError);
    expect(errorOfNetwork(reset, 'https://acme.example').message).to.equal(
      'Could not connect to https://acme.example: the connection was reset.',
    );
    expect(errorOfNetwork(new Error('odd'), 'https://acme.example').message).to.match(/connection broke/);
  });
});
