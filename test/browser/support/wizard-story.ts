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
  await ada.types('prospects in banking or energy', { in: 'Describe it in plain English' });
  await ada.clicks('Write filter');
  await ada.sees('Which one do you mean by "prospects"');
  await ada.clicks('Account Type (AccountType__c)');
  await ada.sees(/Proposed filter.*records? match/s);
  await ada.page.getByText('Load preview').scrollIntoViewIfNeeded();
  await picture('wizard-words');
  await ada.clicks('Use this filter');
  await ada.sees('There was no filter before.');
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
