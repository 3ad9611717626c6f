import { expect } from 'chai';
import { summaryText } from '../../../src/slack/jobs/job-summary.ts';
import { deleteView } from '../../../src/slack/jobs/delete.ts';
import { aJob, anOutboundJob, noon } from '../../support/records.ts';

const setting = { connection: 'Acme', clock: { timezone: 'UTC', now: noon } };

const said = (job: Parameters<typeof deleteView>[0]) => JSON.stringify(deleteView(job, 1));

describe('the summary of a job', () => {
  it('says of an export where records go, how they are found, and what may become of them', () => {
    const job = anOutboundJob({
      source: { object: 'users', filter: "title = 'CEO'" },
      target: { object: 'Contact', matchOn: 'Email', parent: 'AccountId' },
      settings: { allowCreate: true, updateExisting: false, emptyValues: 'clear' },
    });
    expect(summaryText(job, setting).split('\n')).to.include.members([
      '*Export data:* Acme · Users → Contact',
      '*Matched on:* Email',
      '*Parent object:* AccountId',
      '*New Contact records:* created',
      '*Existing Contact records:* ignored and counted',
      '*Attributes without a value:* clear their field',
    ]);
    expect(summaryText(job, setting)).not.to.include('Full sync');
  });

  it('says of an import what it said before', () => {
    const text = summaryText(aJob(), setting);
    expect(text).to.include('*Full sync:* never').and.include('*New accounts:* created');
    expect(text).not.to.include('Matched on').and.not.to.include('Failures');
  });

  it('says what stops it, and whether its schedule is enabled', () => {
    const { schedule } = aJob();
    const text = summaryText(aJob(), setting);
    expect(text)
      .to.include('*Stops before unusually many changes:* above 30 % of the known records and 100 rows')
      .and.include('scheduling is enabled');
    const off = aJob({ schedule: { ...schedule, enabled: false } });
    expect(summaryText(off, setting)).to.include('scheduling is disabled');
  });

  it('says how many failures disable it, where somebody decided', () => {
    const { schedule } = aJob();
    const of = (disableAfter: number) =>
      summaryText(aJob({ schedule: { ...schedule, disableAfter } }), setting);
    expect(of(25)).to.include('*Failures disable it:* after 25 in a row');
    expect(of(0)).to.include('*Failures disable it:* never');
  });
});

describe('deleting a job', () => {
  it('says what goes and what stays, in either direction', () => {
    expect(said(aJob())).to.include('how far it has read').and.include('brought to the hub');
    expect(said(anOutboundJob())).to.include('what it knows to have sent').and.include('wrote in the CRM');
  });
});
