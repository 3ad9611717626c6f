import { expect } from 'chai';
import * as fc from 'fast-check';
import { nextRowId } from '../../src/domain/draft-mapping.ts';
import type { MappingChange, RowEdit } from '../../src/domain/draft-mapping.ts';
import { applyPatch } from '../../src/domain/draft-patch.ts';
import type { InboundPatch } from '../../src/domain/draft-patch.ts';
import { fromJob, newDraft, toRows } from '../../src/domain/draft.ts';
import type { InboundDraft } from '../../src/domain/draft.ts';
import { anyCadence, anyEntry, anyJob, anyName, anyText } from '../support/any-job.ts';
import { constant, formula, from } from '../support/mapping.ts';
import { aJob } from '../support/records.ts';
import { userErrorOf } from '../support/thrown.ts';

const rows = [
  from('Id', 'account_id'),
  from('Name', 'name'),
  from('Score__c', 'score', { type: 'number', note: 'for now' }),
  formula('UPPER(Industry)', 'industry'),
  constant('salesforce', 'origin', { type: 'text' }),
];
const draft = fromJob(aJob({ mapping: rows, source: { object: 'Account', filter: "Name = 'x'" } }));
const text = { type: 'text' } as const;
const targetsAfter = (...mapping: readonly MappingChange[]): readonly string[] =>
  applyPatch(draft, { mapping }).mapping.map(({ target }) => target);

describe('applyPatch', () => {
  it('changes nothing where the patch is empty', () => {
    fc.assert(
      fc.property(anyJob, (job) => {
        expect(applyPatch(fromJob(job), {})).to.deep.equal(fromJob(job));
      }),
    );
  });

  it('gives the same draft whatever the order of patches that touch different parts', () => {
    fc.assert(
      fc.property(disjointPatches, ({ start, patches, shuffled }) => {
        expect(shuffled.reduce(applyPatch, start)).to.deep.equal(patches.reduce(applyPatch, start));
      }),
    );
  });

  it('gives the same draft for patches that touch different parts, and for one that is all of them', () => {
    fc.assert(
      fc.property(disjointPatches, ({ start, patches }) => {
        const all = patches.reduce(merged, {});
        expect(applyPatch(start, all)).to.deep.equal(patches.reduce(applyPatch, start));
      }),
    );
  });

  it('is the same when it is applied twice, but for rows that come or go', () => {
    fc.assert(
      fc.property(disjointPatches, ({ start, patches }) => {
        const { mapping: _mapping, ...patch } = patches.reduce(merged, {});
        const once = applyPatch(start, patch);
        expect(applyPatch(once, patch)).to.deep.equal(once);
      }),
    );
  });

  it('lets nothing undefined overwrite what is there', () => {
    const patch = { name: undefined, source: { filter: undefined }, schedule: { timezone: undefined } };
    expect(applyPatch(draft, patch)).to.deep.equal(draft);
  });

  it('takes blanks around a name away', () => {
    expect(applyPatch(draft, { name: '  Banks ', description: ' x\n' })).to.include({
      name: 'Banks',
      description: 'x',
    });
  });

  describe('of another source object', () => {
    const changed = applyPatch(draft, { source: { object: 'Contact' } });

    it('clears the filter and the rows that read fields, and keeps constants', () => {
      expect(changed.source).to.deep.equal({ object: 'Contact' });
      expect(changed.mapping.map(({ source }) => source.kind)).to.deep.equal(['constant']);
    });

    it('chooses the target that goes with it', () => {
      expect(changed.target).to.deep.equal({ object: 'users' });
    });

    it('keeps what the same patch says', () => {
      const patch: InboundPatch = {
        source: { object: 'Contact', filter: "Email != ''" },
        target: { object: 'tasks' },
        mapping: [{ change: 'replace', rows: toRows([from('Id', 'external_id')]) }],
      };
      expect(applyPatch(draft, patch)).to.deep.include({
        ...patch,
        mapping: toRows([from('Id', 'external_id')]),
      });
    });

    it('changes nothing where it is the one that it was', () => {
      expect(applyPatch(draft, { source: { object: 'Account' } })).to.deep.equal(draft);
    });

    it('leaves a target that was chosen before there was an object', () => {
      const chosen = applyPatch(newDraft('1'), { target: { object: 'tasks' } });
      expect(applyPatch(chosen, { source: { object: 'Account' } }).target.object).to.equal('tasks');
    });
  });

  it('takes attributes away that another target does not have, and keeps the rows', () => {
    const { mapping } = applyPatch(draft, { target: { object: 'users' } });
    expect(mapping.map(({ target }) => target)).to.deep.equal(['account_id', 'name', 'score', '', 'origin']);
  });

  describe('of a mapping', () => {
    const added = { id: '9', ...from('Phone', 'phone') };

    it('adds a row at the end, or before another', () => {
      expect(targetsAfter({ change: 'add', row: added }).at(-1)).to.equal('phone');
      expect(targetsAfter({ change: 'add', row: added, before: '2' })[1]).to.equal('phone');
      expect(targetsAfter({ change: 'add', row: added, before: 'gone' }).at(-1)).to.equal('phone');
    });

    it('removes a row', () => {
      expect(targetsAfter({ change: 'remove', row: '2' })).not.to.include('name');
    });

    it('moves a row before another, or to the end', () => {
      const moved = (row: string, before: string | null) => targetsAfter({ change: 'move', row, before });
      expect(moved('3', '1')[0]).to.equal('score');
      expect(moved('1', null).at(-1)).to.equal('account_id');
      expect(moved('2', '2')).to.deep.equal(targetsAfter());
    });

    it('edits parts of a row and takes optional ones away', () => {
      const row = { id: '3', ...rows[2] };
      expect(editedThird({})).to.deep.equal(row);
      expect(editedThird({ target: 'points', formats: ['0.00'] })).to.deep.equal({
        ...row,
        target: 'points',
        formats: ['0.00'],
      });
      expect(editedThird({ note: null, type: null })).to.deep.equal({
        id: '3',
        ...from('Score__c', 'score'),
      });
    });

    it('skips a row, and takes it back', () => {
      const skipped = applyPatch(draft, edit('3', { skipped: true }));
      expect(skipped.mapping[2]).to.deep.equal({ ...draft.mapping[2], skipped: true });
      expect(applyPatch(skipped, edit('3', { skipped: false })).mapping).to.deep.equal(draft.mapping);
    });

    it('leaves a row skipped that is edited otherwise', () => {
      const skipped = applyPatch(draft, edit('3', { skipped: true }));
      expect(applyPatch(skipped, edit('3', { note: 'why' })).mapping[2]).to.include({ skipped: true });
    });

    it('does not skip a key, unless another row fills it', () => {
      const skip = edit('1', { skipped: true });
      const error = userErrorOf(() => applyPatch(draft, skip));
      expect(error).to.include({ code: 'key_skipped' });
      expect(error.message).to.match(/^account_id is a key/);
      const toKey = edit('2', { target: 'account_id', skipped: true });
      expect(applyPatch(draft, toKey).mapping[1]).to.include({ skipped: true });
      expect(userErrorOf(() => applyPatch(applyPatch(draft, toKey), skip)).code).to.equal('key_skipped');
    });

    it('takes a row back that is a key of another target', () => {
      const start = fromJob(aJob({ mapping: [from('Id', 'account_id'), from('Ref__c', 'user_id', text)] }));
      const skipped = applyPatch(start, edit('2', { skipped: true }));
      const moved = applyPatch(skipped, { target: { object: 'users' } });
      expect(moved.mapping[1]).not.to.have.property('skipped');
    });

    describe('that auto-mapping made', () => {
      const auto = { confidence: 0.9, words: 'The names are the same.' };
      const start = { ...draft, mapping: draft.mapping.map((row) => ({ ...row, auto })) };
      const isAuto = (patch: InboundPatch) =>
        applyPatch(start, patch).mapping.find(({ id }) => id === '3')?.auto !== undefined;

      const decide: readonly (readonly [string, RowEdit])[] = [
        ['source', { source: { kind: 'field', path: 'Rating' } }],
        ['attribute', { target: 'rating' }],
        ['type', { type: 'text' }],
        ['formats', { formats: ['0.00'] }],
        ['note', { note: 'why' }],
      ];
      for (const [what, to] of decide) {
        it(`loses its reason once a person changes its ${what}`, () => {
          expect(isAuto(edit('3', to))).to.equal(false);
        });
      }

      it('keeps its reason for another target where its attribute can stay', () => {
        expect(isAuto({ target: { object: 'users' } })).to.equal(true);
        const { mapping } = applyPatch(start, { target: { object: 'users' } });
        expect(mapping[3]).to.include({ target: '' }).and.not.to.have.property('auto');
      });

      const leave: readonly RowEdit[] = [
        { skipped: true },
        { target: 'score', source: { kind: 'field', path: 'Score__c' } },
      ];
      for (const to of leave) {
        it(`keeps its reason when it is edited by ${JSON.stringify(to)}`, () => {
          expect(isAuto(edit('3', to))).to.equal(true);
        });
      }
    });

    const wrong: readonly (readonly [string, MappingChange])[] = [
      ['unknown_row', { change: 'remove', row: 'x' }],
      ['unknown_row', { change: 'edit', row: 'x', to: {} }],
      ['unknown_row', { change: 'move', row: 'x', before: null }],
      ['row_exists', { change: 'add', row: { id: '1', ...from('Phone', 'phone') } }],
      ['row_exists', { change: 'replace', rows: [added, added] }],
    ];
    for (const [code, change] of wrong) {
      it(`refuses to ${change.change}: ${code}`, () => {
        expect(userErrorOf(() => applyPatch(draft, { mapping: [change] }))).to.include({ code });
      });
    }

    it('has ids for new rows', () => {
      expect(nextRowId([])).to.equal('1');
      expect(nextRowId(draft.mapping)).to.equal('6');
      expect(nextRowId([{ id: 'x', ...from('Id', 'account_id') }])).to.equal('1');
    });
  });

  const makeNecessary: readonly (readonly [string, InboundPatch])[] = [
    ['the connection', { connectionId: 'another' }],
    ['the source object', { source: { object: 'Contact' } }],
    ['the filter', { source: { filter: "Name = 'y'" } }],
    ['the target', { target: { object: 'users' } }],
    ['a row more', { mapping: [{ change: 'add', row: { id: '9', ...from('Phone', 'phone') } }] }],
    ['a row less', { mapping: [{ change: 'remove', row: '2' }] }],
    ['a field', { mapping: [{ change: 'edit', row: '2', to: { source: { kind: 'field', path: 'Site' } } }] }],
    ['an attribute', { mapping: [{ change: 'edit', row: '2', to: { target: 'website' } }] }],
    ['a type', { mapping: [{ change: 'edit', row: '3', to: { type: 'text' } }] }],
    ['a row skipped', { mapping: [{ change: 'edit', row: '2', to: { skipped: true } }] }],
    ['a format', { mapping: [{ change: 'edit', row: '3', to: { formats: ['0.00'] } }] }],
  ];
  for (const [what, patch] of makeNecessary) {
    it(`makes validation necessary again: ${what}`, () => {
      expect(draft.validated).to.equal(true);
      expect(applyPatch(draft, patch).validated).to.equal(false);
    });
  }

  const leave: readonly (readonly [string, InboundPatch])[] = [
    ['the name', { name: 'Other' }],
    ['the description', { description: 'Other' }],
    ['the settings', { settings: { allowCreate: false } }],
    ['the schedule', { schedule: { cadence: { run: 'daily', at: '06:30' } } }],
    ['the notifications', { notify: { channel: '#x' } }],
    ['a note', { mapping: [{ change: 'edit', row: '2', to: { note: 'why' } }] }],
    ['the order of rows', { mapping: [{ change: 'move', row: '2', before: null }] }],
    ['the same filter', { source: { filter: "Name = 'x'" } }],
    ['the same rows under other ids', { mapping: [{ change: 'replace', rows: renamed(draft) }] }],
  ];
  for (const [what, patch] of leave) {
    it(`leaves the mapping validated: ${what}`, () => {
      expect(applyPatch(draft, patch).validated).to.equal(true);
    });
  }
});

function renamed({ mapping }: InboundDraft) {
  return mapping.map((row) => ({ ...row, id: `new-${row.id}` }));
}

function editedThird(to: RowEdit) {
  return applyPatch(draft, edit('3', to)).mapping[2];
}

/** Each part at most once; a row's source, target and note are parts of their own. */
const anyPatches = fc.record(
  {
    name: anyName.map((name): InboundPatch => ({ name })),
    description: anyText.map((description): InboundPatch => ({ description })),
    connection: fc.uuid().map((connectionId): InboundPatch => ({ connectionId })),
    filter: anyText.map((filter): InboundPatch => ({ source: { filter } })),
    allowCreate: fc.boolean().map((allowCreate): InboundPatch => ({ settings: { allowCreate } })),
    resolveConflicts: fc
      .boolean()
      .map((resolveConflicts): InboundPatch => ({ settings: { resolveConflicts } })),
    cadence: anyCadence.map((cadence): InboundPatch => ({ schedule: { cadence } })),
    timezone: fc
      .constantFrom('UTC', 'Asia/Tokyo')
      .map((timezone): InboundPatch => ({ schedule: { timezone } })),
    enabled: fc.boolean().map((enabled): InboundPatch => ({ schedule: { enabled } })),
    channel: fc.constantFrom('#a', null).map((channel): InboundPatch => ({ notify: { channel } })),
    on: fc.constant<InboundPatch>({ notify: { on: ['failed'] } }),
    source: anyEntry.map(({ source }) => edit('1', { source })),
    note: fc.option(anyText).map((note) => edit('1', { note })),
    target: fc.constantFrom('a', 'b').map((target) => edit('2', { target })),
    formats: fc.option(fc.array(anyText)).map((formats) => edit('2', { formats })),
    removal: fc.constant<InboundPatch>({ mapping: [{ change: 'remove', row: '3' }] }),
    addition: anyEntry.map((entry): InboundPatch => ({
      mapping: [{ change: 'add', row: { id: '4', ...entry }, before: '1' }],
    })),
  },
  { requiredKeys: [] },
);

const disjointPatches = fc
  .record({ job: anyJob, mapping: fc.tuple(anyEntry, anyEntry, anyEntry), patches: anyPatches })
  .map(({ job, mapping, patches }) => ({
    start: fromJob({ ...job, mapping }),
    patches: Object.values(patches),
  }))
  .chain(({ start, patches }) =>
    fc.record({
      start: fc.constant(start),
      patches: fc.constant(patches),
      shuffled: fc.shuffledSubarray(patches, { minLength: patches.length }),
    }),
  );

function edit(row: string, to: RowEdit): InboundPatch {
  return { mapping: [{ change: 'edit', row, to }] };
}

function merged(one: InboundPatch, other: InboundPatch): InboundPatch {
  return {
    ...one,
    ...other,
    source: { ...one.source, ...other.source },
    settings: { ...one.settings, ...other.settings },
    schedule: { ...one.schedule, ...other.schedule },
    notify: { ...one.notify, ...other.notify },
    mapping: [...(one.mapping ?? []), ...(other.mapping ?? [])],
  };
}
