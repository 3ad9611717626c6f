import type { BrowserPerson } from '../../support/browser-person.ts';
import type { Picture } from './demo-story.ts';

/** A job from nothing to its first finished run, without a file. */
export async function createsJob(ada: BrowserPerson, picture: Picture): Promise<void> {
  await ada.opensHome();
  await ada.clicks('New integration');
  await ada.chooses('Demo Salesforce', { in: 'Connection' });
  await ada.searches('acc', { in: 'Object' });
  await ada.chooses('Account', { in: 'Object' });
  await ada.sees('Hub object');
  await picture('wizard-source');
  await ada.clicks('Next');

  await ada.sees('Step 2 of 6 · Fields and filter');
  await ada.types("AccountType__c = 'Prospect' AND Industry IN ('Banking', 'Energy')", {
    in: 'Query filter',
  });
  await ada.clicks('Load preview');
  await ada.sees(/records? match/);
  await picture('wizard-fields');
  await ada.clicks('Next');

  await ada.sees('Step 3 of 6 · Map and format');
  await ada.clicks('Validate mapping');
  await ada.sees('The mapping is valid.');
  await picture('wizard-mapping');
  await ada.clicks('Next');

  await ada.sees('Step 4 of 6 · Preview');
  await picture('wizard-preview');
  await ada.clicks('Next');

  await ada.sees('Step 5 of 6 · Settings and schedule');
  await ada.types('Banks and energy', { in: 'Name' });
  await ada.chooses('Hourly', { in: 'Run' });
  await ada.sees('Next runs on your clock');
  await ada.chooses('Sync immediately after saving', { in: 'Saving' });
  await ada.chooses('#crm-syncs', { in: 'Channel for notifications' });
  await picture('wizard-settings');
  await ada.clicks('Next');

  await ada.sees('Step 6 of 6 · Save');
  await ada.clicks('Save');
  await ada.sees('Banks and energy');
  await picture('wizard-saved');
  await ada.closes();
  await ada.opens('#crm-syncs');
  await ada.sees(/Banks and energy · full sync (?:partly )?succeeded/);
}
