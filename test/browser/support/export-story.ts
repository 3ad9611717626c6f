import type { BrowserPerson } from '../../support/browser-person.ts';
import type { Picture } from './demo-story.ts';

/** A job that writes to Salesforce, from nothing to its first finished run; the hub has accounts of banks. */
export async function exportsBack(ada: BrowserPerson, picture: Picture): Promise<void> {
  await ada.opensHome();
  await ada.clicks('New integration');
  await ada.chooses('Export data', { in: 'Direction' });
  await ada.chooses('Demo Salesforce', { in: 'Connection' });
  await ada.chooses('Accounts', { in: 'Hub object' });
  await picture('export-source');
  await ada.clicks('Next');

  await ada.sees('Step 2 of 7 · Filter and preview');
  await ada.clicks('More filters');
  await ada.searches('industry', { in: 'Attribute' });
  await ada.chooses('Industry (industry)', { in: 'Attribute' });
  await ada.chooses('is not empty', { in: 'Condition' });
  await picture('export-condition');
  await ada.clicks('Add');
  await ada.sees('industry != null');
  await ada.clicks('Refresh preview');
  await ada.sees(/records? match/);
  await picture('export-filter');
  await ada.clicks('Next');

  await ada.sees('Step 3 of 7 · Destination');
  await ada.searches('account', { in: 'Object' });
  await ada.chooses('Account', { in: 'Object' });
  await ada.clicks('Connect');
  await ada.sees('Connected to Account');
  await picture('export-destination');
  await ada.clicks('Next');

  await ada.sees('Step 4 of 7 · Map and format');
  await ada.clicks('Validate mapping');
  await ada.sees('The mapping is valid.');
  await picture('export-mapping');
  await ada.clicks('Next');

  await ada.sees('Step 5 of 7 · Preview');
  await ada.sees('as they will be sent');
  await picture('export-preview');
  await ada.clicks('Next');

  await ada.sees('Step 6 of 7 · Settings and schedule');
  await ada.types('Banks back to Salesforce', { in: 'Name' });
  await ada.chooses('Sync immediately after saving', { in: 'Saving' });
  await ada.chooses('#crm-syncs', { in: 'Channel for notifications' });
  await picture('export-settings');
  await ada.clicks('Next');

  await ada.sees('Step 7 of 7 · Save');
  await picture('export-save');
  await ada.clicks('Save');
  await ada.sees('Banks back to Salesforce was created');
  await ada.closes();
  await ada.opens('#crm-syncs');
  await ada.sees(/Banks back to Salesforce · .* succeeded/);
  await ada.sees(/Sent [1-9]\d* accounts? to Account/, { on: 'Banks back to Salesforce' });
  await picture('export-run');
}

/** A job that reads Dynamics 365, from nothing to its first finished run. */
export async function readsDynamics(ada: BrowserPerson, picture: Picture): Promise<void> {
  await ada.opensHome();
  await ada.clicks('New integration');
  await ada.chooses('Demo Dynamics', { in: 'Connection' });
  await ada.searches('contact', { in: 'Object' });
  await ada.chooses('Contact (contact)', { in: 'Object' });
  await ada.sees('Hub object');
  await picture('dynamics-source');
  await ada.clicks('Next');

  await ada.sees('Step 2 of 6 · Fields and filter');
  await ada.types("statecode = 'Active' AND emailaddress1 != null", { in: 'Query filter' });
  await ada.clicks('Load preview');
  await ada.sees(/records? match/);
  await picture('dynamics-fields');
  await ada.clicks('Next');

  await ada.sees('Step 3 of 6 · Map and format');
  await ada.clicks('Validate mapping');
  await ada.sees('The mapping is valid.');
  await picture('dynamics-mapping');
  await ada.clicks('Next');

  await ada.sees('Step 4 of 6 · Preview');
  await picture('dynamics-preview');
  await ada.clicks('Next');

  await ada.sees('Step 5 of 6 · Settings and schedule');
  await ada.types('People of Dynamics', { in: 'Name' });
  await ada.chooses('Sync immediately after saving', { in: 'Saving' });
  await ada.chooses('#crm-syncs', { in: 'Channel for notifications' });
  await ada.clicks('Next');

  await ada.sees('Step 6 of 6 · Save');
  await ada.clicks('Save');
  await ada.sees('People of Dynamics');
  await ada.closes();
  await ada.opens('#crm-syncs');
  await ada.sees(/People of Dynamics · full sync (?:partly )?succeeded/);
  await picture('dynamics-run');
}
