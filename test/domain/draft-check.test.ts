import { expect } from 'chai';
import { checkDraft, draftPaths } from '../../src/domain/draft-check.ts';
import { applyPatch } from '../../src/domain/draft-patch.ts';
import type { JobPatch } from '../../src/domain/draft-patch.ts';
import type { DraftContext, DraftProblem } from '../../src/domain/draft-problem.ts';
import { fromJob, newDraft, toRows } from '../../src/domain/draft.ts';
import { hubObjects } from '../../src/domain/hub-object.ts';
import type { MappingEntry } from '../../src/domain/job.ts';
import { constant, formula, from, mappingSchema } from '../support/mapping.ts';
import { aJob } from '../support/records.ts';

const context: DraftContext = {
  schema: mappingSchema,
  attributes: hubObjects.accounts.attributes,
  otherNames: ['Energy accounts'],
};
const offline: DraftContext = { ...context, schema: null };

function problemsOf(patch: JobPatch, against = context): readonly DraftProblem[] {
  return checkDraft(applyPatch(fromJob(aJob()), patch), against).problems;
}

const mapped = (...entries: readonly MappingEntry[]): JobPatch => ({
  mapping: [{ change: 'replace', rows: toRows([from('Id', 'account_id'), ...entries]) }],
});

describe('checkDraft', () => {
  it('finds nothing wrong with a good draft, and names the attributes that it adds', () => {
    const patch: JobPatch = {
      source: { filter: "owner.name = 'Ada' AND Industry IN ('Banking')" },
      ...mapped(from('Owner.Name', 'success_manager'), constant('sf', 'origin', { type: 'text' })),
      notify: { channel: '#crm-syncs', on: ['failed'], mention: ['U0123ABCD'] },
    };
    const check = checkDraft(applyPatch(fromJob(aJob()), patch), context);
    expect(check.problems).to.deep.equal([]);
    expect(check.newAttributes).to.deep.equal([{ name: 'origin', label: 'Origin', type: 'text' }]);
  });

  it('names everything that an empty draft lacks', () => {
    const { problems } = checkDraft(newDraft('1'), context);
    expect(problems.map(({ path, code }) => `${path.join('.')} ${code}`)).to.deep.equal([
      'name name_missing',
      'connection connection_missing',
      'source.object source_missing',
      'target.object target_missing',
    ]);
  });

  it('does not look at skipped rows, and counts them in the paths of problems', () => {
    const patch = mapped(from('Nmae', 'name', { note: 'x'.repeat(501) }), from('Nmae', 'website'));
    const draft = applyPatch(applyPatch(fromJob(aJob()), patch), {
      mapping: [{ change: 'edit', row: '2', to: { skipped: true } }],
    });
    const found = checkDraft(draft, context).problems.map(({ path }) => path.join('.'));
    expect(found).to.deep.equal(['mapping.2.source']);
    expect(draftPaths({ ...draft, mapping: draft.mapping.slice(0, 2) })).to.deep.equal(['Id']);
    const bad = applyPatch(draft, { mapping: [{ change: 'edit', row: '2', to: { skipped: false } }] });
    expect(checkDraft(bad, offline).problems.map(({ path }) => path.join('.'))).to.deep.equal([
      'mapping.1.note',
    ]);
  });

  const wrong: readonly (readonly [path: string, code: string, words: string, patch: JobPatch])[] = [
    ['name', 'name_missing', 'no name', { name: '  ' }],
    ['name', 'name_too_long', '81 characters; 80 are allowed', { name: 'x'.repeat(81) }],
    ['name', 'bad_name', 'on one line', { name: 'a\nb' }],
    ['name', 'name_taken', 'another job named "ENERGY accounts"', { name: 'ENERGY accounts' }],
    ['description', 'description_too_long', '1000 are allowed', { description: 'x'.repeat(1_001) }],
    ['source.filter', 'filter_syntax', 'At character 8', { source: { filter: 'Name = ' } }],
    ['source.filter', 'unknown_field', 'Did you mean Name', { source: { filter: "Nmae = 'x'" } }],
    ['mapping.1.source', 'unknown_field', 'Did you mean Name?', mapped(from('Nmae', 'name'))],
    ['mapping.1.source', 'type_mismatch', 'such as dd/MM/yyyy', mapped(from('CloseDate__c', 'renewal_date'))],
    ['mapping.1.source', 'constant_empty', 'is empty', mapped(constant('', 'name'))],
    ['mapping.1.source', 'unknown_field', 'At character 7', mapped(formula('UPPER(Nmae)', 'name'))],
    ['mapping.1.target', 'target_missing', 'Choose the attribute', mapped(from('Name', ''))],
    ['mapping.1.target', 'duplicate_target', 'row 1', mapped(from('Name', 'account_id'))],
    ['mapping.1.target', 'unknown_attribute', 'Did you mean name?', mapped(from('Name', 'naem'))],
    ['mapping.1.target', 'bad_attribute_name', 'Write a_b', mapped(from('Name', 'A B', { type: 'text' }))],
    ['mapping.1.type', 'attribute_type_differs', 'text', mapped(from('Name', 'name', { type: 'date' }))],
    [
      'mapping.1.formats',
      'bad_format',
      'dates and numbers',
      mapped(from('Name', 'name', { formats: ['x'] })),
    ],
    ['mapping.1.note', 'note_too_long', '500', mapped(from('Name', 'name', { note: 'x'.repeat(501) }))],
    ['mapping', 'key_unmapped', 'account_id', { mapping: [{ change: 'replace', rows: [] }] }],
    ['schedule.at', 'bad_schedule', '"25:00"', { schedule: { cadence: { run: 'daily', at: '25:00' } } }],
    ['schedule.every', 'bad_schedule', '0 is not', { schedule: { cadence: { run: 'minutes', every: 0 } } }],
    ['settings.guard.share', 'bad_guard', '0 cannot be', { settings: { guard: { share: 0 } } }],
    ['settings.guard.atLeast', 'bad_guard', 'from 1 to', { settings: { guard: { atLeast: 1.5 } } }],
    ['schedule.timezone', 'bad_schedule', 'Europe/Berlin', { schedule: { timezone: 'Europe/Berln' } }],
    ['notify.channel', 'channel_missing', 'without a channel', { notify: { on: ['failed'] } }],
    ['notify.channel', 'bad_channel', '"crm syncs"', { notify: { channel: 'crm syncs' } }],
    ['notify.mention.0', 'bad_mention', '"ada"', { notify: { channel: '#x', mention: ['ada'] } }],
  ];
  for (const [path, code, words, patch] of wrong) {
    it(`tells what is wrong: ${path} ${code}`, () => {
      const [problem, ...rest] = problemsOf(patch);
      expect(rest).to.deep.equal([]);
      expect(problem).to.include({ code, severity: 'error' });
      expect(problem?.path.join('.')).to.equal(path);
      expect(problem?.message).to.include(words);
    });
  }

  it('refuses an object that cannot be queried', () => {
    const object = { ...mappingSchema.object, queryable: false };
    const against = { ...context, schema: { ...mappingSchema, object } };
    expect(problemsOf({}, against)[0]).to.include({ code: 'object_not_queryable' });
  });

  it('warns without keeping the draft from becoming a job', () => {
    const [warning] = problemsOf(mapped(from('Score__c', 'score', { type: 'number' })));
    expect(warning).to.deep.include({
      path: ['mapping', 1, 'source'],
      severity: 'warning',
      code: 'calculated_field',
    });
  });

  it('gives positions within filters and formulas', () => {
    expect(problemsOf({ source: { filter: "Name = 'x' AND Nmae = 'y'" } })[0]?.position).to.equal(15);
    expect(problemsOf(mapped(formula('UPPER(Nmae)', 'name')))[0]?.position).to.equal(6);
  });

  it('checks syntax where the CRM was not asked, and takes fields on trust', () => {
    const patch = { source: { filter: "Nmae = 'x'" }, ...mapped(formula('UPPER(Nmae)', 'naem')) };
    expect(problemsOf(patch, offline)).to.deep.equal([]);
    const broken = { source: { filter: 'Name LIKE' }, ...mapped(formula('UPPER(', 'name')) };
    expect(problemsOf(broken, offline).map(({ code }) => code)).to.deep.equal([
      'filter_syntax',
      'formula_syntax',
    ]);
  });
});

describe('draftPaths', () => {
  it('are those of filter, fields and formulas, each once', () => {
    const patch = {
      source: { filter: "Owner.Name = 'x' AND Industry != null" },
      ...mapped(from('Owner.Name', 'success_manager'), formula('UPPER(City)', 'city'), constant('x', 'y')),
    };
    expect(draftPaths(applyPatch(fromJob(aJob()), patch))).to.deep.equal([
      'Owner.Name',
      'Industry',
      'Id',
      'City',
    ]);
  });

  it('leaves out what cannot be read', () => {
    const patch = { source: { filter: 'Name LIKE' }, ...mapped(formula('UPPER(', 'name')) };
    expect(draftPaths(applyPatch(fromJob(aJob()), patch))).to.deep.equal(['Id']);
  });
});
