import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { hubObjects } from '../../../src/domain/hub-object.ts';
import type { AttributeType, HubAttribute, HubObjectName } from '../../../src/domain/hub-object.ts';
import type { MappingEntry } from '../../../src/domain/job.ts';
import { autoMap, entriesOf } from '../../../src/domain/mapping/auto-map.ts';
import type { AutoMapSuggestion } from '../../../src/domain/mapping/auto-map.ts';
import { checkMapping } from '../../../src/domain/mapping/check.ts';
import { flatSource } from '../../support/flat-source.ts';
import type { FlatField } from '../../support/flat-source.ts';
import { from } from '../../support/mapping.ts';
import { recordedData } from '../../support/project-root.ts';

interface Given {
  readonly source: string;
  readonly hub: HubObjectName;
  readonly fields: readonly FlatField[];
  readonly attributes?: readonly HubAttribute[];
  readonly earlier?: readonly (readonly MappingEntry[])[];
}

function suggest({ source, hub, fields, attributes, earlier = [] }: Given): AutoMapSuggestion[] {
  const { object, schema } = flatSource(source, fields);
  return autoMap({
    object: hubObjects[hub],
    attributes: attributes ?? hubObjects[hub].attributes,
    sourceObject: object,
    fields: fields.map(({ name }) => name),
    schema,
    earlier,
  });
}

/** `account_id`, `new:text` or `skip`. */
const inShort = ({ target, isNew, type }: AutoMapSuggestion): string => {
  if (target === null) return 'skip';
  return isNew ? `new:${type ?? ''}` : target;
};

/** `Name | Label | type | what it should be mapped to` a line. */
function rowsOf(table: string): { field: FlatField; expected: string }[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', label = '', type = '', expected = ''] = line.split('|').map((cell) => cell.trim());
      return { field: { name, label, type }, expected };
    });
}

const tables: readonly (readonly [source: string, hub: HubObjectName, table: string])[] = [
  [
    'Account',
    'accounts',
    `Id                   | Account ID           | id            | account_id
     Name                 | Account Name         | string        | name
     Type                 | Account Type         | picklist      | new:text
     ParentId             | Parent Account ID    | reference     | parent_account_id
     Parent.Name          | Account Name         | string        | new:text
     OwnerId              | Owner ID             | reference     | skip
     Owner.Name           | Full Name            | string        | success_manager
     CreatedBy.Name       | Full Name            | string        | new:text
     CreatedDate          | Created Date         | datetime      | create_date
     LastModifiedDate     | Last Modified Date   | datetime      | skip
     Phone                | Account Phone        | phone         | phone
     Fax                  | Account Fax          | phone         | new:text
     BillingCity          | Billing City         | string        | city
     ShippingCity         | Shipping City        | string        | new:text
     BillingCountry       | Billing Country      | string        | country
     BillingAddress       | Billing Address      | address       | skip
     NumberOfEmployees    | Employees            | int           | employees
     AnnualRevenue        | Annual Revenue       | currency      | annual_revenue
     Industry             | Industry             | picklist      | industry
     Website              | Website              | url           | website
     AccountNumber        | Account Number       | string        | new:text
     MRR__c               | MRR                  | currency      | new:currency
     ARR__c               | ARR                  | currency      | contract_value
     Next_Renewal__c      | Next Renewal         | date          | renewal_date
     Last_Renewal_Date__c | Last Renewal Date    | date          | new:date
     Status__c            | Status               | picklist      | status
     Old_Status__c        | Old Status           | picklist      | new:text
     Health__c            | Health               | picklist      | health
     Health_Score__c      | Health Score         | double        | new:number
     CSM__c               | CSM                  | reference     | new:foreign key
     Modules__c           | Modules              | multipicklist | new:list
     Phone_Opt_Out__c     | Phone Opt Out        | boolean       | new:boolean
     IsDeleted            | Deleted              | boolean       | skip
     SystemModstamp       | System Modstamp      | datetime      | skip
     PhotoUrl             | Photo URL            | url           | skip`,
  ],
  [
    'Contact',
    'users',
    `Id                 | Contact ID           | id        | user_id
     AccountId          | Account ID           | reference | account_id
     Account.Name       | Account Name         | string    | new:text
     Name               | Full Name            | string    | name
     FirstName          | First Name           | string    | first_name
     LastName           | Last Name            | string    | last_name
     Email              | Email                | email     | email
     HasOptedOutOfEmail | Email Opt Out        | boolean   | new:boolean
     EmailBouncedReason | Email Bounced Reason | string    | new:text
     Phone              | Business Phone       | phone     | phone
     MobilePhone        | Mobile Phone         | phone     | new:text
     AssistantName      | Assistant's Name     | string    | new:text
     Title              | Title                | string    | title
     Department         | Department           | string    | department
     ReportsToId        | Reports To ID        | reference | skip
     Birthdate          | Birthdate            | date      | new:date
     CreatedDate        | Created Date         | datetime  | create_date`,
  ],
  [
    'Task',
    'tasks',
    `Id           | Activity ID   | id        | external_id
     AccountId    | Account ID    | reference | account_id
     WhatId       | Related To ID | reference | skip
     Subject      | Subject       | combobox  | subject
     Description  | Description   | textarea  | description
     ActivityDate | Due Date Only | date      | due_date
     Status       | Status        | picklist  | status
     Priority     | Priority      | picklist  | priority
     Owner.Name   | Full Name     | string    | assignee
     Owner.Email  | Email         | email     | new:text
     CreatedDate  | Created Date  | datetime  | create_date`,
  ],
  [
    'Event',
    'touchpoints',
    `Id                | Activity ID      | id        | external_id
     AccountId         | Account ID       | reference | account_id
     WhoId             | Name ID          | reference | skip
     Who.Name          | Name             | string    | participants
     Subject           | Subject          | combobox  | subject
     Description       | Description      | textarea  | content
     StartDateTime     | Start Date Time  | datetime  | event_date
     EndDateTime       | End Date Time    | datetime  | new:date
     Type              | Type             | picklist  | type
     Owner.Name        | Full Name        | string    | owner
     DurationInMinutes | Duration         | int       | new:number
     CreatedDate       | Created Date     | datetime  | create_date`,
  ],
  [
    'Opportunity',
    'collections',
    `Id          | Opportunity ID   | id        | collection_id
     AccountId   | Account ID       | reference | account_id
     Name        | Name             | string    | name
     StageName   | Stage            | picklist  | status
     Type        | Opportunity Type | picklist  | new:text
     Amount      | Amount           | currency  | new:currency
     CloseDate   | Close Date       | date      | new:date
     Probability | Probability (%)  | percent   | new:number
     IsWon       | Won              | boolean   | new:boolean
     CampaignId  | Campaign ID      | reference | skip
     CreatedDate | Created Date     | datetime  | create_date`,
  ],
  [
    'AccountTeamMember',
    'account_assignments',
    `Id             | Account Team Member ID | id        | skip
     AccountId      | Account ID             | reference | account_id
     TeamMemberRole | Team Role              | picklist  | role
     User.Email     | Email                  | email     | user_email
     User.Name      | Full Name              | string    | skip
     Title          | Title                  | string    | new:text`,
  ],
  [
    'account',
    'accounts',
    `accountid           | Account             | uniqueidentifier | account_id
     name                | Account Name        | string           | name
     statecode           | Status              | choice           | status
     statuscode          | Status Reason       | choice           | new:text
     _ownerid_value      | Owner               | lookup           | success_manager
     createdon           | Created On          | datetime         | create_date
     overriddencreatedon | Record Created On   | datetime         | skip
     parentaccountid     | Parent Account      | lookup           | parent_account_id
     primarycontactid    | Primary Contact     | lookup           | skip
     websiteurl          | Website             | url              | website
     telephone1          | Main Phone          | phone            | phone
     telephone2          | Other Phone         | phone            | new:text
     address1_city       | Address 1: City     | string           | city
     address2_city       | Address 2: City     | string           | new:text
     numberofemployees   | Number of Employees | integer          | employees
     revenue             | Annual Revenue      | money            | annual_revenue
     revenue_base        | Annual Revenue (Base) | money          | skip
     new_contractvalue   | Contract Value      | money            | contract_value`,
  ],
  [
    'contact',
    'users',
    `contactid        | Contact          | uniqueidentifier | user_id
     parentcustomerid | Company Name     | customer         | account_id
     fullname         | Full Name        | string           | name
     emailaddress1    | Email            | string           | email
     emailaddress2    | Email Address 2  | string           | new:text
     telephone1       | Business Phone   | string           | phone
     jobtitle         | Job Title        | string           | title
     createdon        | Created On       | datetime         | create_date`,
  ],
  [
    'task',
    'tasks',
    `activityid        | Task            | uniqueidentifier | external_id
     regardingobjectid | Regarding       | lookup           | account_id
     scheduledend      | Due Date        | datetime         | due_date
     scheduledstart    | Start Date      | datetime         | new:date
     prioritycode      | Priority        | choice           | priority
     statecode         | Activity Status | choice           | status
     ownerid.fullname  | Full Name       | string           | assignee`,
  ],
  [
    'customers.csv',
    'accounts',
    `Customer No          | Customer No          | text   | account_id
     Company              | Company              | text   | name
     CSM                  | CSM                  | text   | success_manager
     Contract Value (EUR) | Contract Value (EUR) | text   | contract_value
     Renewal              | Renewal              | text   | renewal_date
     Tel.                 | Tel.                 | text   | phone
     Phone (mobile)       | Phone (mobile)       | text   | new:text
     Town                 | Town                 | text   | city
     Indusrty             | Indusrty             | text   | industry
     Headcount            | Headcount            | number | employees`,
  ],
];

describe('autoMap', () => {
  for (const [source, hub, table] of tables) {
    describe(`of ${source} to ${hub}`, () => {
      const rows = rowsOf(table);
      const suggestions = suggest({ source, hub, fields: rows.map(({ field }) => field) });
      for (const { field, expected } of rows) {
        it(`${field.name} → ${expected}`, () => {
          const suggestion = suggestions.find(({ path }) => path === field.name);
          expect(suggestion && inShort(suggestion)).to.equal(expected);
        });
      }

      it('gives keys first, and each attribute one field', () => {
        const { keys } = hubObjects[hub];
        const targets = suggestions.flatMap(({ target }) => (target === null ? [] : [target]));
        expect(targets).to.deep.equal([...new Set(targets)]);
        const found = keys.filter((key) => targets.includes(key));
        expect(targets.slice(0, found.length)).to.deep.equal(found);
      });

      it('makes a mapping without errors, but for formats that only a person knows', () => {
        const { object, schema } = flatSource(
          source,
          rows.map(({ field }) => field),
        );
        const mapping = entriesOf(suggestions, hubObjects[hub], object);
        const check = checkMapping({
          object: hubObjects[hub],
          attributes: hubObjects[hub].attributes,
          schema,
          mapping,
        });
        const errors = check.problems.filter(
          ({ severity, message }) => severity === 'error' && !/give the format/i.test(message),
        );
        expect(errors).to.deep.equal([]);
      });
    });
  }

  it('gives collections the name of their object as type', () => {
    const fields = [{ name: 'Id', label: 'Case ID', type: 'id' }];
    const { object } = flatSource('Case', fields);
    expect(
      entriesOf(suggest({ source: 'Case', hub: 'collections', fields }), hubObjects.collections, object)[0],
    ).to.deep.equal({
      source: { kind: 'constant', value: 'Case' },
      target: 'collection_type',
    });
  });

  it('does as earlier jobs did, for attributes that are there and new ones', () => {
    const fields = [
      { name: 'Rating', label: 'Rating', type: 'picklist' },
      { name: 'Segment__c', label: 'Segment', type: 'picklist' },
      { name: 'Health__c', label: 'Health', type: 'picklist' },
    ];
    const earlier = [
      [from('rating', 'health'), from('Segment__c', 'tier', { type: 'text' })],
      [from('Rating', 'health')],
    ];
    expect(suggest({ source: 'Account', hub: 'accounts', fields, earlier })).to.containSubset([
      { path: 'Rating', target: 'health', reason: 'earlier job', isNew: false },
      { path: 'Segment__c', target: 'tier', reason: 'earlier job', isNew: true, type: 'text' },
      { path: 'Health__c', target: 'health_2', isNew: true },
    ]);
  });

  it('names new attributes by label, else by API name, and never twice', () => {
    const fields = [
      { name: 'Score__c', label: 'Customer Score', type: 'double' },
      { name: 'Score2__c', label: 'Customer Score', type: 'double' },
      { name: 'Score3__c', label: '得点', type: 'double' },
      { name: 'X__c', label: '得点', type: 'double' },
      { name: '得点', label: '得点', type: 'double' },
      { name: 'Owner.Manager.Name', label: 'Full Name', type: 'string' },
      { name: 'Größe__c', label: 'Größe (E-Mail)', type: 'string' },
      { name: 'Attributes__c', label: 'Attributes', type: 'string' },
    ];
    expect(suggest({ source: 'Account', hub: 'accounts', fields }).map(({ target }) => target)).to.deep.equal(
      [
        'customer_score',
        'score2',
        'score3',
        'x',
        'field_2',
        'owner_manager_name',
        'grosse_email',
        'attributes_value',
      ],
    );
  });

  it('maps to whatever attributes there are, by what they mean', () => {
    const attributes: HubAttribute[] = [
      { name: 'user_id', label: 'User ID', type: 'text', isKey: true, isStandard: true },
      { name: 'job_title', label: 'Job Title', type: 'text', isKey: false, isStandard: true },
      { name: 'last_login_date', label: 'Last Login Date', type: 'date', isKey: false, isStandard: true },
      { name: 'mobile', label: 'Mobile', type: 'text', isKey: false, isStandard: false },
    ];
    const rows = rowsOf(`Title | Title | string | job_title
      LastLoginDate | Last Login | datetime | last_login_date
      LastActivityDate | Last Activity | date | new:date
      MobilePhone | Mobile Phone | phone | mobile`);
    const suggestions = suggest({
      source: 'User',
      hub: 'users',
      fields: rows.map(({ field }) => field),
      attributes,
    });
    expect(suggestions.map(inShort)).to.deep.equal(rows.map(({ expected }) => expected));
  });

  it('skips fields that are not there', () => {
    const { object, schema } = flatSource('Account', [{ name: 'Id', label: 'Account ID', type: 'id' }]);
    const input = {
      object: hubObjects.accounts,
      attributes: hubObjects.accounts.attributes,
      sourceObject: object,
      schema,
    };
    expect(
      autoMap({ ...input, fields: ['Id', 'id', 'Gone__c'] }).map(({ path, reason }) => [path, reason]),
    ).to.deep.include(['Gone__c', 'unknown field']);
  });

  if (recordedData !== null) {
    it('is right for nine tenths of the sample evaluation', () => {
      const file = join(recordedData ?? '', 'eval', 'sample.yml');
      const { sets } = parse(readFileSync(file, 'utf8')) as { sets: readonly EvaluationSet[] };
      const { attributes, cases } = sets.find(({ set }) => set === 'mappings') as EvaluationSet;
      let right = 0;
      let total = 0;
      for (const { object, hub, fields } of cases) {
        const given = (attributes[hub] ?? []).map(({ name, label, type, key = false }) => ({
          name,
          label,
          type,
          isKey: key,
          isStandard: true,
        }));
        const suggestions = suggest({ source: object, hub, fields, attributes: given });
        for (const { name, expect: expected, also = [] } of fields) {
          const suggestion = suggestions.find(({ path }) => path === name);
          total++;
          if (suggestion !== undefined && [expected, ...also].includes(inShort(suggestion))) right++;
        }
      }
      expect(total).to.be.greaterThan(10);
      expect(right / total).to.be.at.least(0.9);
    });
  }
});

interface EvaluationSet {
  readonly set: string;
  readonly attributes: Readonly<
    Record<string, readonly { name: string; label: string; type: AttributeType; key?: boolean }[]>
  >;
  readonly cases: readonly {
    readonly object: string;
    readonly hub: HubObjectName;
    readonly fields: readonly (FlatField & { readonly expect: string; readonly also?: readonly string[] })[];
  }[];
}
