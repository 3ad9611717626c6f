import { expect } from 'chai';
import { aConfiguration, aConnection } from '../../support/records.ts';
import { bob, eve, openSmallDoor } from '../support/small-door.ts';
import type { SmallDoor } from '../support/small-door.ts';

describe('what is forged about connections', () => {
  let door: SmallDoor;
  beforeEach(async () => {
    door = await openSmallDoor();
    await door.store.applyConfiguration(aConfiguration({ connections: [aConnection()], jobs: [] }));
  });
  afterEach(() => door.close());

  for (const person of [bob, eve]) {
    for (const actionId of [
      'connect-open',
      'connection-reconnect',
      'connection-test',
      'connection-rename',
      'connection-remove',
      'connection-remove-used',
    ]) {
      it(`is refused by what it asks for: ${person.name}, ${actionId}`, async () => {
        const view = { metadata: JSON.stringify({ page: 0 }), type: 'modal' } as const;
        await door.click(person.id, { actionId, value: 'connection-1', view });
        const said = JSON.stringify(door.slack);
        expect(said)
          .to.match(/you need the role (admin|operator)/)
          .and.not.include('/connect/');
        expect(await door.store.connections.byId('connection-1')).to.not.equal(null);
      });
    }
  }
});
