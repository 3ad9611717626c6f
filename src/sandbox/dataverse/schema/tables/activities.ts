import type { Column } from '../column.ts';
import {
  audit,
  datetime,
  integer,
  lookupOfMany,
  memo,
  ownership,
  picklist,
  stateAndStatus,
  text,
  uniqueidentifier,
  yesNo,
} from '../columns.ts';
import type { TableDefinition } from '../table-definition.ts';
import { tableDefinition } from '../table-definition.ts';

/** Activities track no changes unless somebody switches it on. */
export function activities(): TableDefinition[] {
  return [
    activity('Task', 'Task', 4212, [
      datetime('ScheduledStart', 'Start Date'),
      datetime('ScheduledEnd', 'Due Date'),
      datetime('ActualEnd', 'Actual End'),
      integer('PercentComplete', 'Percent Complete', { minValue: 0, maxValue: 100 }),
      ...stateAndStatus([
        ['Open', ['Not Started', 'In Progress', 'Waiting on someone else', 'Deferred']],
        ['Completed', ['Completed']],
        ['Canceled', ['Canceled']],
      ]),
    ]),
    activity('PhoneCall', 'Phone Call', 4210, [
      text('PhoneNumber', 'Phone Number', 200),
      yesNo('DirectionCode', 'Direction', {
        choices: [
          { value: 0, label: 'Incoming' },
          { value: 1, label: 'Outgoing' },
        ],
      }),
      datetime('ScheduledEnd', 'Due'),
      datetime('ActualEnd', 'Actual End'),
      ...stateAndStatus([
        ['Open', ['Open']],
        ['Completed', ['Made', 'Received']],
        ['Canceled', ['Canceled']],
      ]),
    ]),
    activity('Appointment', 'Appointment', 4201, [
      text('Location', 'Location', 200),
      datetime('ScheduledStart', 'Start Time', { required: 'ApplicationRequired' }),
      datetime('ScheduledEnd', 'End Time', { required: 'ApplicationRequired' }),
      yesNo('IsAllDayEvent', 'All Day Event'),
      ...stateAndStatus([
        ['Open', ['Free', 'Tentative']],
        ['Completed', ['Completed']],
        ['Canceled', ['Canceled']],
        ['Scheduled', ['Busy', 'Out of Office']],
      ]),
    ]),
  ];
}

function activity(
  schemaName: string,
  label: string,
  objectTypeCode: number,
  own: readonly Column[],
): TableDefinition {
  const name = schemaName.toLowerCase();
  return tableDefinition({
    schemaName,
    entitySetName: `${name}s`,
    label,
    labelPlural: `${label}s`,
    objectTypeCode,
    primaryId: 'activityid',
    primaryName: 'subject',
    isActivity: true,
    columns: [
      uniqueidentifier('ActivityId', label, { isPrimaryId: true, required: 'SystemRequired' }),
      text('Subject', 'Subject', 200, { isPrimaryName: true, required: 'ApplicationRequired' }),
      memo('Description', 'Description', 2_000),
      picklist('PriorityCode', 'Priority', ['Low', 'Normal', 'High'], { first: 0, defaultValue: '1' }),
      text('Category', 'Category', 250),
      lookupOfMany(
        'RegardingObjectId',
        'Regarding',
        ['account', 'contact', 'opportunity'].map((table) => ({
          table,
          navigation: `regardingobjectid_${table}_${name}`,
        })),
      ),
      ...own,
      ...ownership(),
      ...audit(),
    ],
  });
}
