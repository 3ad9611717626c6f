import {
  auditFields,
  checkbox,
  date,
  datetime,
  email,
  identityFields,
  integer,
  ownerField,
  phone,
  picklist,
  readOnly,
  reference,
  textArea,
  text,
} from '../fields.ts';
import type { FieldValue } from '../field-definition.ts';
import type { Change, Implication } from '../object-definition.ts';
import { objectDefinition } from '../object-definition.ts';

/** Objects that an activity may be about. */
const related = ['Account', 'Case', 'Opportunity'];

/** Statuses and priorities of which the set-up objects TaskStatus, TaskPriority and CaseStatus say so. */
const isClosedTask = (status: FieldValue): boolean => status === 'Completed';
const isHighPriority = (priority: FieldValue): boolean => priority === 'High';
const isClosedCase = (status: FieldValue): boolean => status === 'Closed';

/** The moment of the write that closes a record; one that opens it again takes the moment away. */
function closedAt(field: string, isClosed: (status: FieldValue) => boolean): Implication {
  return ({ before, after, at }) => {
    if (!isClosed(after('Status'))) return { [field]: null };
    return before !== null && isClosed(before('Status')) ? {} : { [field]: at };
  };
}

const completedAt = closedAt('CompletedDateTime', isClosedTask);

/** The account that an activity belongs to: of what it is about, or else of the person. */
function accountImplied({ given, after, find }: Change): Readonly<Record<string, FieldValue>> {
  if (given['WhatId'] === undefined && given['WhoId'] === undefined) return {};
  const about = find(after('WhatId'));
  const account = about?.object === 'Account' ? about.id : about?.get('AccountId');
  return { AccountId: account ?? find(after('WhoId'))?.get('AccountId') ?? null };
}

const who = reference('WhoId', 'Name ID', ['Contact', 'Lead'], { namePointing: true });
const what = reference('WhatId', 'Related To ID', related);
const accountOf = reference('AccountId', 'Account ID', ['Account'], readOnly);

export const task = objectDefinition({
  name: 'Task',
  label: 'Task',
  keyPrefix: '00T',
  fields: [
    ...identityFields('Activity'),
    who,
    what,
    text('Subject', 'Subject', 255, { nameField: true }),
    date('ActivityDate', 'Due Date Only'),
    picklist(
      'Status',
      'Status',
      ['Not Started', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'],
      { nillable: false, defaultValue: 'Not Started', defaultedOnCreate: true },
    ),
    picklist('Priority', 'Priority', ['High', 'Normal', 'Low'], {
      nillable: false,
      defaultValue: 'Normal',
      defaultedOnCreate: true,
    }),
    checkbox('IsHighPriority', 'High Priority', {
      ...readOnly,
      derive: (get) => isHighPriority(get('Priority')),
    }),
    ownerField(['Group', 'User']),
    textArea('Description', 'Description', 32_000),
    picklist('Type', 'Type', ['Call', 'Email', 'Meeting', 'Other']),
    accountOf,
    checkbox('IsClosed', 'Closed', { ...readOnly, derive: (get) => isClosedTask(get('Status')) }),
    ...auditFields(),
    checkbox('IsArchived', 'Archived', readOnly),
    integer('CallDurationInSeconds', 'Call Duration'),
    picklist('CallType', 'Call Type', ['Internal', 'Inbound', 'Outbound'], { restrictedPicklist: true }),
    text('CallDisposition', 'Call Result', 255),
    datetime('ReminderDateTime', 'Reminder Date/Time'),
    checkbox('IsReminderSet', 'Reminder Set'),
    picklist('TaskSubtype', 'Task Subtype', ['Task', 'Email', 'Call', 'Cadence'], { updateable: false }),
    datetime('CompletedDateTime', 'Completed Date', readOnly),
  ],
  implied: (change) => ({ ...accountImplied(change), ...completedAt(change) }),
});

export const event = objectDefinition({
  name: 'Event',
  label: 'Event',
  keyPrefix: '00U',
  fields: [
    ...identityFields('Activity'),
    who,
    what,
    text('Subject', 'Subject', 255, { nameField: true }),
    text('Location', 'Location', 255),
    checkbox('IsAllDayEvent', 'All-Day Event'),
    datetime('ActivityDateTime', 'Due Date Time'),
    date('ActivityDate', 'Due Date Only'),
    integer('DurationInMinutes', 'Duration'),
    datetime('StartDateTime', 'Start Date Time'),
    datetime('EndDateTime', 'End Date Time'),
    textArea('Description', 'Description', 32_000),
    accountOf,
    ownerField(),
    picklist('Type', 'Type', ['Call', 'Email', 'Meeting', 'Other']),
    checkbox('IsPrivate', 'Private'),
    picklist('ShowAs', 'Show Time As', ['Busy', 'OutOfOffice', 'Free']),
    checkbox('IsChild', 'Is Child', readOnly),
    checkbox('IsArchived', 'Archived', readOnly),
    ...auditFields(),
  ],
  implied: accountImplied,
});

export const contactCase = objectDefinition({
  name: 'Case',
  label: 'Case',
  keyPrefix: '500',
  mergeable: true,
  fields: [
    ...identityFields('Case'),
    reference('MasterRecordId', 'Master Record ID', ['Case'], readOnly),
    text('CaseNumber', 'Case Number', 30, {
      ...readOnly,
      nillable: false,
      nameField: true,
      autoNumber: true,
      idLookup: true,
    }),
    reference('ContactId', 'Contact ID', ['Contact']),
    reference('AccountId', 'Account ID', ['Account']),
    reference('ParentId', 'Parent Case ID', ['Case']),
    text('SuppliedName', 'Name', 80),
    email('SuppliedEmail', 'Email Address'),
    phone('SuppliedPhone', 'Phone'),
    picklist('Type', 'Case Type', ['Mechanical', 'Electrical', 'Electronic', 'Structural', 'Other']),
    picklist('Status', 'Status', ['New', 'Working', 'Escalated', 'Closed'], {
      defaultValue: 'New',
      defaultedOnCreate: true,
    }),
    picklist('Reason', 'Case Reason', ['Installation', 'Performance', 'Breakdown', 'Feedback', 'Other']),
    picklist('Origin', 'Case Origin', ['Phone', 'Email', 'Web']),
    text('Subject', 'Subject', 255),
    picklist('Priority', 'Priority', ['High', 'Medium', 'Low'], { defaultValue: 'Medium' }),
    textArea('Description', 'Description', 32_000),
    checkbox('IsClosed', 'Closed', { ...readOnly, derive: (get) => isClosedCase(get('Status')) }),
    datetime('ClosedDate', 'Closed Date', readOnly),
    checkbox('IsEscalated', 'Escalated'),
    ownerField(['Group', 'User']),
    ...auditFields(),
  ],
  implied: closedAt('ClosedDate', isClosedCase),
});
