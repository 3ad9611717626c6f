/** Every code that the sandboxes can answer with has words of ours: what happened, and what to do. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ErrorRule } from '../../src/connectors/http/error-rule.ts';
import { errorRules as dynamicsRules } from '../../src/connectors/dynamics/error-rules.ts';
import { errorOfAnswer as errorOfDynamics } from '../../src/connectors/dynamics/errors.ts';
import { errorRules as salesforceRules } from '../../src/connectors/salesforce/error-rules.ts';
import {
  errorOfAnswer as errorOfSalesforce,
  errorOfRow as errorOfSalesforceRow,
} from '../../src/connectors/salesforce/errors.ts';
import { RetryableError } from '../../src/domain/errors.ts';
import { rejectCauses } from '../../src/domain/reject-causes.ts';
import { projectRoot } from '../support/project-root.ts';
import { saysWhatToDo } from '../support/says-what-to-do.ts';
import { anAnswer } from './answer-errors.ts';

const said = 'What the service said.';

/** The codes that stand in the sources of a sandbox, wherever an error is made of one. */
function codesOf(sandbox: string, pattern: RegExp): readonly string[] {
  const folder = join(projectRoot, 'src', 'sandbox', sandbox);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const found = files.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(pattern)].map(([, code = '']) => code),
  );
  return [...new Set(found)].toSorted();
}

const salesforceCodes = codesOf(
  'salesforce',
  /(?:ApiError\(\s*\d{3},\s*|WriteError\(\s*|badRequest\(\s*|queryError\(\s*|statusCode: |\[\s*\d{3},\s*)'([A-Z][A-Z_]{5,})'/g,
);
const dynamicsCodes = codesOf('dataverse', /'(0x[\da-f]{8})'/g);
/** What a sandbox answers in an import's and an export's rows. */
const rowCodes = codesOf('salesforce', /(?:WriteError\(\s*|statusCode: )'([A-Z][A-Z_]{5,})'/g);

/** Said by its message, which tells the org's limit of a day from the one of a moment. */
const byMessage = ['REQUEST_LIMIT_EXCEEDED'];

describe('the codes of Salesforce', () => {
  it('are found in the sandbox', () => {
    expect(salesforceCodes).to.include.members(['INVALID_FIELD', 'INVALIDJOB', 'STRING_TOO_LONG']);
    expect(salesforceCodes.length).to.be.above(35);
  });

  for (const errorCode of salesforceCodes) {
    it(`have words for ${errorCode}, with what to do`, () => {
      if (!byMessage.includes(errorCode)) expect(salesforceRules).to.have.property(errorCode);
      const error = errorOfSalesforce(anAnswer(400, [{ errorCode, message: said }]));
      expect(error.message).to.not.include(errorCode);
      expectWords(error);
    });
  }

  for (const errorCode of rowCodes) {
    it(`have words for a row that is refused with ${errorCode}`, () => {
      expectWords(errorOfSalesforceRow({ errorCode, message: said }));
      expect(rejectCauses).to.have.property(errorCode);
    });
  }

  everyRuleHasWords(salesforceRules);
});

describe('the codes of Dynamics 365', () => {
  it('are found in the sandbox', () => {
    expect(dynamicsCodes).to.include.members(['0x80040216', '0x80060888', '0x80072322']);
    expect(dynamicsCodes.length).to.be.above(20);
  });

  for (const code of dynamicsCodes) {
    it(`have words for ${code}, with what to do`, () => {
      expect(dynamicsRules).to.have.property(code);
      const error = errorOfDynamics(anAnswer(400, { error: { code, message: said } }));
      expect(error.message).to.not.include(code);
      expectWords(error);
    });
  }

  everyRuleHasWords(dynamicsRules);
});

function everyRuleHasWords(rules: Readonly<Record<string, ErrorRule>>): void {
  it('say what to do in each rule, and in the summary of a run what was wrong with its rows', () => {
    for (const [code, { next, message }] of Object.entries(rules)) {
      const words = message(said);
      expect(words, code).to.match(/^[A-Z].*\.$/s);
      if (next !== 'retry') expect(saysWhatToDo(words), `${code}: ${words}`).to.equal(true);
      if (next === 'record') expect(rejectCauses, code).to.have.property(code);
    }
  });
}

/** What passes is tried again, and a run that gives up on it says when it is worth another try. */
function expectWords(error: Error): void {
  expect(error.message).to.match(/^[A-Z].*\.$/s);
  const toDo = error instanceof RetryableError || saysWhatToDo(error.message);
  expect(toDo, error.message).to.equal(true);
}
