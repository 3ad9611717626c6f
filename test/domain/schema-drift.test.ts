import { expect } from 'chai';
import { driftOf } from '../../src/domain/schema-drift.ts';
import type { FieldShape } from '../../src/domain/schema-drift.ts';

const shape = (
  path: string,
  type: FieldShape['type'] = 'string',
  values: readonly string[] = [],
): FieldShape => ({
  path,
  type,
  values,
});

describe('what has become of a schema that a job relies on', () => {
  const before = [
    shape('Name'),
    shape('Status', 'picklist', ['Open', 'Closed', 'Lost']),
    shape('Due', 'date'),
  ];
  const paths = ['Name', 'Status', 'Due'];

  it('is what vanished, changed its type or lost values', () => {
    const after = [shape('Status', 'picklist', ['Open', 'New']), shape('Due', 'datetime')];
    expect(driftOf(before, after, paths)).to.deep.equal([
      { kind: 'vanished', path: 'Name' },
      { kind: 'values lost', path: 'Status', values: ['Closed', 'Lost'] },
      { kind: 'type changed', path: 'Due', before: 'date', after: 'datetime' },
    ]);
  });

  it('is nothing where there is more than before, in another order or another letter case', () => {
    const more = shape('STATUS', 'picklist', ['Lost', 'New', 'Open', 'Closed']);
    expect(driftOf(before, [shape('due', 'date'), more, shape('Name'), shape('Other')], paths)).to.deep.equal(
      [],
    );
  });

  it('is nothing of fields that the job has let go, nor the first time that it is looked at', () => {
    expect(driftOf(before, [], ['Other'])).to.deep.equal([]);
    expect(driftOf([], before, paths)).to.deep.equal([]);
  });
});
