import { expect } from 'chai';
import { defineWideObject } from '../../support/wide-object.ts';
import { openSlackHouse } from '../support/slack-house.ts';
import type { SlackHouse } from '../support/slack-house.ts';
import { applied, beginsWith } from './at-source.ts';

describe('an object of 300 fields in the wizard', () => {
  let house: SlackHouse;
  before(async () => {
    house = await openSlackHouse('socket');
    await applied(house);
    defineWideObject(house.sandbox.org, { name: 'Wide__c', fields: 300, records: 3 });
  });
  after(() => house.close());

  it('is mapped, previewed, scheduled and saved, with all of its fields', async () => {
    const ada = await house.person('Ada');
    const { fields } = house.sandbox.org.schema.object('Wide__c');
    const names = fields.map(({ name }) => name).filter((name) => name.startsWith('Field_'));
    await beginsWith(ada, 'Wide__c', 'Wide (Wide__c)');
    for (let from = 0; from < names.length; from += 60) {
      const some = names.slice(from, from + 60);
      await ada.types(some.join('\n'), { in: 'More fields by API name' });
      await ada.clicks('Add fields');
      await ada.doesNotSee(some.slice(0, 2).join('\n'));
    }
    await ada.sees(/30\d fields are chosen/);
    await ada.clicks('Load preview');
    await ada.sees('3 records match');
    await ada.sees(/Fields 1–10 of 30\d/);
    await ada.clicks('Next');
    await ada.sees('· Map and format');
    await ada.clicks('Validate mapping');
    await ada.sees('The mapping is valid');
    await ada.clicks('Next');
    await ada.sees('The first 3 records as they will be stored');
    await ada.sees(/Attributes 1–10 of 30\d/);
    await ada.clicks('Next attributes');
    await ada.sees(/Attributes 11–20 of 30\d/);
    await ada.clicks('Next');
    await ada.sees('· Settings and schedule');
    for (const step of ['Preview', 'Map and format', 'Fields and filter']) {
      await ada.clicks('Back');
      await ada.sees(`· ${step}`);
    }
    await ada.sees(/30\d fields are chosen/);
    for (const step of ['Map and format', 'Preview', 'Settings and schedule']) {
      await ada.clicks('Next');
      await ada.sees(`· ${step}`);
    }
    await ada.types('Wide records', { in: 'Name' });
    await ada.clicks('Next');
    await ada.sees('· Save');
    await ada.clicks('Save');
    await ada.sees('Wide records was created.');
    const job = (await house.store.jobs.list()).find((each) => each.name === 'Wide records');
    const read = job?.mapping.flatMap(({ source }) => (source.kind === 'field' ? [source.path] : [])) ?? [];
    expect(read).to.include.members(names);
    expect(house.refusals()).to.deep.equal([]);
  });
});
