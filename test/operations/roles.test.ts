import { expect } from 'chai';
import { createOperations } from '../../src/operations/index.ts';
import { admin, operationsForEach, operator, viewer } from '../support/operations.ts';
import type { OperationsBench } from '../support/operations.ts';
import { rejection } from '../support/rejection.ts';

const eve = { id: 'eve', name: 'Eve', isWorkspaceAdmin: false };
const owner = { id: 'olga', name: 'Olga', isWorkspaceAdmin: true };
const nobody = { isWorkspaceAdmin: false };

describe('roles', () => {
  let bench: OperationsBench;
  operationsForEach((opened) => {
    bench = opened;
  });

  it('are the default until one is granted, and admin for admins of the workspace', async () => {
    const { operations, deps } = bench;
    expect(await operations.roleOf(viewer, nobody)).to.equal('viewer');
    expect(await operations.roleOf(viewer, { isWorkspaceAdmin: true })).to.equal('admin');
    const open = createOperations({ ...deps, defaultRole: 'operator' });
    expect(await open.roleOf(viewer, nobody)).to.equal('operator');
    await operations.grantRole(admin, { person: eve, role: 'viewer', byWorkspaceAdmin: true });
    expect(await open.roleOf(viewer, nobody)).to.equal('viewer');
  });

  it('are granted by admins only, and written down', async () => {
    const grant = { person: eve, role: 'operator', byWorkspaceAdmin: false } as const;
    expect(await rejection(bench.operations.grantRole(operator, grant))).to.include({ code: 'role_needed' });
    await bench.operations.grantRole(admin, grant);
    const { granted, defaultRole } = await bench.operations.listRoles(viewer);
    expect(granted).to.deep.equal([
      { person: 'eve', role: 'operator', grantedAt: admin.now, grantedBy: admin.actor },
    ]);
    expect(defaultRole).to.equal('viewer');
    const [entry] = await bench.store.audit.list({ limit: 1, offset: 0 });
    expect(entry).to.deep.include({
      operation: 'grant-role',
      subject: 'eve',
      before: null,
      after: 'operator',
    });
  });

  it('of admins of the workspace cannot be made less', async () => {
    const grant = { person: owner, role: 'viewer', byWorkspaceAdmin: true } as const;
    expect(await rejection(bench.operations.grantRole(admin, grant))).to.include({ code: 'workspace_admin' });
  });
});
