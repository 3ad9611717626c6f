/** What is chosen and mapped by itself, of tables as Dataverse describes them. */
import { expect } from 'chai';
import type { CrmClient } from '../../../src/connectors/connector.ts';
import { hubObjects } from '../../../src/domain/hub-object.ts';
import type { HubObjectName } from '../../../src/domain/hub-object.ts';
import { hubSchema } from '../../../src/domain/hub-schema.ts';
import { autoMap } from '../../../src/domain/mapping/auto-map.ts';
import { defaultFields } from '../../../src/domain/mapping/default-fields.ts';
import { templateRows, usualTarget } from '../../../src/domain/outbound/apply-template.ts';
import { startDataverseSandbox } from '../../../src/sandbox/dataverse/index.ts';
import type { DataverseSandbox } from '../../../src/sandbox/dataverse/index.ts';
import { sandboxClient } from './sandbox-client.ts';

interface Usual {
  readonly table: string;
  readonly hubObject: HubObjectName;
  /** `field → attribute`, as an import has them. */
  readonly imported: readonly string[];
  /** `attribute → field`, as an export has them. */
  readonly exported: readonly string[];
  readonly parent: string | undefined;
}

const usual: readonly Usual[] = [
  {
    table: 'contact',
    hubObject: 'users',
    imported: [
      'accountid → account_id',
      'contactid → user_id',
      'firstname → first_name',
      'lastname → last_name',
      'fullname → name',
      'jobtitle → title',
      'department → department',
      'emailaddress1 → email',
      'telephone1 → phone',
      'createdon → create_date',
    ],
    exported: [
      'first_name → firstname',
      'last_name → lastname',
      'email → emailaddress1',
      'phone → telephone1',
      'title → jobtitle',
      'department → department',
      'user_id → acme_personid',
    ],
    parent: 'parentcustomerid_account',
  },
  {
    table: 'task',
    hubObject: 'tasks',
    imported: [
      'regardingobjectid_account_task → account_id',
      'activityid → external_id',
      'subject → subject',
      'description → description',
      'prioritycode → priority',
      'scheduledend → due_date',
      'statecode → status',
      'createdon → create_date',
      'ownerid.fullname → assignee',
    ],
    exported: [
      'subject → subject',
      'description → description',
      'priority → prioritycode',
      'due_date → scheduledend',
    ],
    parent: 'regardingobjectid_account_task',
  },
  {
    table: 'appointment',
    hubObject: 'touchpoints',
    imported: [
      'regardingobjectid_account_appointment → account_id',
      'activityid → external_id',
      'subject → subject',
      'description → content',
      'category → type',
      'scheduledstart → event_date',
      'createdon → create_date',
      'ownerid.fullname → owner',
    ],
    exported: [
      'subject → subject',
      'content → description',
      'type → category',
      'event_date → scheduledstart',
    ],
    parent: 'regardingobjectid_account_appointment',
  },
  {
    table: 'phonecall',
    hubObject: 'touchpoints',
    imported: [
      'regardingobjectid_account_phonecall → account_id',
      'activityid → external_id',
      'subject → subject',
      'description → content',
      'category → type',
      'actualend → event_date',
      'createdon → create_date',
      'ownerid.fullname → owner',
    ],
    exported: ['subject → subject', 'content → description', 'type → category', 'event_date → scheduledend'],
    parent: 'regardingobjectid_account_phonecall',
  },
  {
    table: 'acme_asset',
    hubObject: 'collections',
    imported: [
      'acme_account → account_id',
      'acme_assetid → collection_id',
      'acme_name → name',
      'acme_serial → acme_serial',
      'acme_installed → acme_installed',
      'acme_value → acme_value',
      'acme_kind → acme_kind',
      'acme_accountname → acme_account_name',
      'statecode → status',
      'statuscode → status_reason',
      'createdon → create_date',
      'ownerid.fullname → ownerid_fullname',
    ],
    exported: ['name → acme_name'],
    parent: undefined,
  },
];

describe('of a table of Dynamics 365', () => {
  let sandbox: DataverseSandbox;
  let client: CrmClient;
  before(async () => {
    sandbox = await startDataverseSandbox();
    client = sandboxClient(sandbox);
    sandbox.org.define({
      logicalName: 'acme_asset',
      columns: [
        { logicalName: 'acme_serial', type: 'string' },
        { logicalName: 'acme_installed', type: 'datetime', behavior: 'DateOnly', format: 'DateOnly' },
        { logicalName: 'acme_value', type: 'money' },
        { logicalName: 'acme_kind', type: 'picklist', choices: [{ value: 1, label: 'Pump' }] },
        {
          logicalName: 'acme_account',
          type: 'lookup',
          targets: [{ table: 'account', navigation: 'acme_Account' }],
        },
      ],
    });
  });
  after(() => sandbox.close());

  for (const { table, hubObject, imported, exported, parent } of usual) {
    const object = hubObjects[hubObject];
    const { attributes } = object;

    it(`${table} brings what ${hubObject} have, and each field goes to its attribute`, async () => {
      const schema = await client.loadSchema(table, ['ownerid.fullname']);
      const fields = defaultFields(schema.object, object);
      const mapped = autoMap({ object, attributes, sourceObject: schema.object, schema, fields });
      expect(mapped.map(({ path, target }) => `${path} → ${target}`)).to.deep.equal(imported);
    });

    it(`${table} is filled from ${hubObject} with what it takes, and leads to their account`, async () => {
      const { object: crm } = await client.loadSchema(table, []);
      const input = { object, attributes, hub: hubSchema(object, attributes), crm, held: new Map() };
      const target = usualTarget(input);
      const rows = templateRows(input, [], target.parent).map(
        ({ source, target: field }) => `${source.kind === 'field' ? source.path : source.kind} → ${field}`,
      );
      expect(rows).to.deep.equal(exported);
      expect(target.parent).to.equal(parent);
    });
  }
});
