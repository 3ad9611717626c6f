import type { BrowserPerson } from '../../support/browser-person.ts';
import type { Picture } from './demo-story.ts';

const channel = '#crm-syncs';

/** A run that is asked for in a channel, and confirmed. */
export async function asksForRun(ada: BrowserPerson, picture: Picture): Promise<void> {
  await ada.opens(channel);
  await ada.says(channel, '@Crosswalk please run People');
  await ada.opensThread('please run People');
  await ada.sees('Run People?');
  await picture('chat-proposal');
  await ada.clicks('Run now');
  await ada.sees(/confirmed by/);
  await ada.doesNotSee('Dismiss');
  await picture('chat-confirmed');
}

/** Why a run failed: the latest one of the job that reads contacts did. */
export async function asksWhy(ada: BrowserPerson, picture: Picture): Promise<void> {
  await ada.opens('@Crosswalk');
  await ada.says('@Crosswalk', "why did last night's contacts sync fail?");
  // No job is called so: it is asked which one is meant, and not guessed.
  await ada.sees('I know no job "contacts".');
  await ada.clicks('People');
  await ada.sees('Salesforce has no field');
  await picture('chat-why');
}

/** A job that is drafted in a sentence, and saved in the wizard. */
export async function draftsJob(ada: BrowserPerson, picture: Picture): Promise<void> {
  await ada.opens('@Crosswalk');
  await ada.says('@Crosswalk', 'bring in all salesforce accounts in banking every morning');
  await ada.sees('A new job');
  await picture('chat-draft');
  await ada.clicks('Open in wizard');
  await ada.sees('Step 1 of 6');
  await ada.clicks('Next');
  await ada.sees('Step 2 of 6 · Fields and filter');
  await ada.sees("Industry = 'Banking'");
  await picture('chat-draft-wizard');
  await ada.clicks('Next');
  await ada.sees('Step 3 of 6 · Map and format');
  await ada.clicks('Validate mapping');
  await ada.sees('The mapping is valid.');
  await ada.clicks('Next');
  await ada.sees('Step 4 of 6 · Preview');
  await ada.clicks('Next');
  await ada.sees('Step 5 of 6 · Settings and schedule');
  await ada.types('Banks every morning', { in: 'Name' });
  await ada.clicks('Next');
  await ada.sees('Step 6 of 6 · Save');
  await ada.clicks('Save');
  await ada.sees('Banks every morning');
  await ada.closes();
}
