import { expect } from 'chai';
import { aToken, noon, withJobs } from '../../support/records.ts';
import { bob, eve, openSmallDoor } from '../support/small-door.ts';
import type { SmallDoor } from '../support/small-door.ts';

describe('what is forged about tokens and webhooks', () => {
  let door: SmallDoor;
  beforeEach(async () => {
    door = await openSmallDoor();
    await withJobs(door.store, 1);
    const entry = {
      at: noon,
      actor: 'ada',
      door: 'slack',
      operation: 'o',
      subject: 's',
      before: 1,
      after: 2,
    };
    await door.store.tokens.add(aToken(), 'hash', entry);
  });
  afterEach(() => door.close());

  for (const person of [bob, eve]) {
    for (const [actionId, value] of [
      ['job-menu', 'trigger-api job-1'],
      ['token-new', ''],
      ['token-revoke', 'token-1'],
      ['token-page:Next', '1'],
      ['webhooks-open', ''],
      ['webhook-new', ''],
      ['webhook-test', 'hook'],
      ['webhook-delete', 'hook'],
      ['webhooks-refresh', ''],
    ] as const) {
      it(`is refused by what it asks for, and shows nothing: ${person.name}, ${actionId}`, async () => {
        const metadata = JSON.stringify({ job: 'job-1', page: 0 });
        await door.click(person.id, { actionId, value, view: { metadata, type: 'modal' } });
        const said = JSON.stringify(door.slack);
        expect(said).to.contain('you need the role admin');
        expect(said).not.to.contain('Nightly load');
        expect(await door.store.tokens.list('job-1')).to.have.length(1);
      });
    }
  }
});
