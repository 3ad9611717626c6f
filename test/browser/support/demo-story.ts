import type { BrowserPerson } from '../../support/browser-person.ts';

/** Called where there is something worth a picture. */
export type Picture = (name: string) => Promise<void>;

/** What somebody who opens the demo does first, in the order in which the greeting says it. @returns the run's file. */
export async function firstSteps(ada: BrowserPerson, picture: Picture): Promise<Uint8Array> {
  await ada.sees('Try this first');
  await picture('greeting');

  await ada.opensHome();
  await ada.sees('Customer accounts');
  await picture('app-home');
  await ada.clicks('Run now', { on: 'Customer accounts' });
  await ada.opens('#crm-syncs');
  await ada.sees(/Customer accounts · full sync partly succeeded/);
  await ada.sees('223 created', { on: 'Customer accounts · full sync partly succeeded' });

  await ada.clicks('History', { on: 'Customer accounts · full sync partly succeeded' });
  await ada.sees('225 read');
  await picture('history');
  await ada.clicks('Open', { on: '225 read' });
  await ada.sees('is longer than 128 characters');
  await picture('run-details');
  await ada.clicks('Download');
  await ada.sees('The file is in your direct messages with Crosswalk.');
  await ada.closes();
  await ada.opens('@Crosswalk');
  await ada.sees(fileName);
  const [name = ''] = fileName.exec(await ada.screenText()) ?? [];
  return await ada.downloads(name);
}

const fileName = /[\w-]+\.csv\.gz/;

/** Something that takes a while is watched and cancelled. */
export async function cancelsRun(ada: BrowserPerson, picture: Picture): Promise<void> {
  await ada.opensHome();
  await ada.clicks('Run now', { on: 'Prospects' });
  await ada.opens('#crm-syncs');
  await ada.sees(/\b(?:[6-9]|[12]\d),000 of 30,000 rows/, { on: 'Prospects' });
  await picture('progress');
  await ada.runs('/crosswalk list');
  await ada.sees(/Jobs 1–\d+ of 8/, { on: 'Only visible to you' });
  await picture('list');
  await ada.clicks('Cancel', { on: 'Prospects · full sync is running' });
  await ada.sees('Cancel this run?');
  await ada.confirms();
  await ada.sees(/Prospects · full sync (?:was )?cancelled/);
}
