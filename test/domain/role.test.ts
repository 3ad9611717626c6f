import { expect } from 'chai';
import { isAllowed, requireRole, roles } from '../../src/domain/role.ts';
import { userErrorOf } from '../support/thrown.ts';

describe('a role', () => {
  it('may do what the roles before it may, and nothing of those after it', () => {
    for (const [index, role] of roles.entries()) {
      for (const [needed, neededRole] of roles.entries()) {
        expect(isAllowed(role, neededRole), `${role} for ${neededRole}`).to.equal(index >= needed);
      }
    }
  });

  it('is named in the refusal, with the one that is needed', () => {
    const error = userErrorOf(() => requireRole('viewer', 'operator', 'start a run'));
    expect(error.code).to.equal('role_needed');
    expect(error.message).to.equal(
      'To start a run you need the role operator; you are viewer. Ask an admin to grant it.',
    );
    expect(() => requireRole('admin', 'operator', 'start a run')).not.to.throw();
  });
});
