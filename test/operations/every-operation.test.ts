/** Roles and the audit log at every operation: a new one cannot be left out, because it would not compile. */
import { expect } from 'chai';
import { isTold, UserError } from '../../src/domain/errors.ts';
import { isAllowed, roles } from '../../src/domain/role.ts';
import type { Role } from '../../src/domain/role.ts';
import type { OperationContext } from '../../src/operations/operation.ts';
import { openFurnishedDoor } from '../slack/support/furnished-door.ts';
import type { FurnishedDoor } from '../slack/support/furnished-door.ts';
import { everyOperation } from './support/every-operation.ts';
import type { OperationCase } from './support/every-operation.ts';

describe('every operation', function () {
  this.timeout(120_000);
  let house: FurnishedDoor;
  let cases: readonly (readonly [string, OperationCase])[];
  before(async () => {
    house = await openFurnishedDoor();
    cases = Object.entries(everyOperation(house));
  });
  after(() => house.close());

  const by = (actor: string, role: Role): OperationContext => ({
    actor,
    role,
    door: 'slack',
    now: house.time.now(),
  });
  const everything = async () => JSON.stringify([await house.state.read(), await house.hubState.read()]);

  /** What it is refused with; null where it is not. */
  async function refusalOf({ call }: OperationCase, context: OperationContext): Promise<Error | null> {
    try {
      await call(house.bench.operations, context);
      return null;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return error;
    }
  }

  it('is refused to whoever has too little of a role, before anything is looked at or changed', async () => {
    const wrong: string[] = [];
    const before = await everything();
    for (const [name, each] of cases) {
      for (const role of roles) {
        if (each.needs === null || isAllowed(role, each.needs)) continue;
        // Ada's id: what is hers is refused for the role alone.
        const error = await refusalOf(each, by('UADA', role));
        const isRefused = error instanceof UserError && error.code === 'role_needed';
        if (!isRefused) wrong.push(`${name} as ${role}: ${String(error)}`);
      }
    }
    expect(wrong.join('\n')).to.equal('');
    expect(await everything()).to.equal(before);
  });

  it('is in the audit log where it changes anything, with who, what and through which door', async () => {
    const wrong: string[] = [];
    for (const [name, each] of cases) {
      await house.state.putBack();
      const before = await house.state.read();
      const error = await refusalOf(each, by('UADA', each.needs ?? 'viewer'));
      if (error !== null && !(each.isRefused === true && isTold(error)))
        wrong.push(`${name}: ${String(error)}`);
      const after = await house.state.read();
      const isChanged = JSON.stringify(after) !== JSON.stringify(before);
      const written = (after['audit']?.length ?? 0) - (before['audit']?.length ?? 0);
      const leaves = written > 0 ? 'audited' : isChanged ? 'own' : 'nothing';
      const expected = error === null ? each.leaves : 'nothing';
      if (leaves !== expected) wrong.push(`${name} leaves ${leaves}, not ${expected}`);
      const [newest] = await house.store.audit.list({ limit: 1, offset: 0 });
      const isTrue = newest?.actor === 'UADA' && ['slack', 'assistant'].includes(newest.door);
      if (written > 0 && !isTrue) wrong.push(`${name}: ${JSON.stringify(newest)}`);
    }
    await house.state.putBack();
    expect(wrong.join('\n')).to.equal('');
  });
});
