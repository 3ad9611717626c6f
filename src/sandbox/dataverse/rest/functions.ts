/** Functions that belong to no table. */
import type { Answer } from '../../http/http-types.ts';
import { badQuery, noSuchSegment } from '../http/api-error.ts';
import { odataJson } from '../http/api-request.ts';
import type { ApiRequest } from '../http/api-request.ts';
import type { Org } from '../org/org.ts';
import { referenceOf } from '../schema/column.ts';
import type { RestContext } from './rest-context.ts';

/** GET WhoAmI */
export function answerWhoAmI({ root }: ApiRequest, { org }: RestContext): Answer {
  return odataJson(
    JSON.stringify({
      '@odata.context': `${root}/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse`,
      BusinessUnitId: unitOf(org),
      UserId: org.userId,
      OrganizationId: org.id,
    }),
  );
}

function unitOf(org: Org): string {
  const unit = org.record('systemuser', org.userId)?.['businessunitid'] ?? null;
  return referenceOf(unit)?.id ?? '';
}

/** GET RetrieveCurrentOrganization(AccessType=…) */
export function answerOrganization({ root }: ApiRequest, { org }: RestContext): Answer {
  const name = org.record('organization', org.id)?.['name'] ?? '';
  const origin = root.replace(/\/api\/data\/.*$/, '');
  return odataJson(
    JSON.stringify({
      '@odata.context': `${root}/$metadata#Microsoft.Dynamics.CRM.RetrieveCurrentOrganizationResponse`,
      Detail: {
        OrganizationId: org.id,
        FriendlyName: name,
        OrganizationVersion: '9.2.25063.00170',
        EnvironmentId: org.id,
        DatacenterId: org.id,
        Geo: 'EMEA',
        TenantId: org.id,
        UrlName: 'sandbox',
        UniqueName: 'sandbox',
        State: 'Enabled',
        Endpoints: { Keys: ['WebApplication'], Values: [origin] },
      },
    }),
  );
}

/** GET RetrieveTotalRecordCount(EntityNames=[…]): whole tables, without a filter. */
export function answerTotalCount(request: ApiRequest, { org }: RestContext): Answer {
  const names = namesOf(request);
  const counts = names.map((name) => {
    if (org.schema.find(name) === undefined) throw noSuchSegment(name);
    const table = org.tableOf(name);
    return table.source?.count ?? table.all().length;
  });
  return odataJson(
    JSON.stringify({
      '@odata.context': `${request.root}/$metadata#Microsoft.Dynamics.CRM.RetrieveTotalRecordCountResponse`,
      EntityRecordCountCollection: {
        Count: counts.length,
        IsReadOnly: false,
        Keys: names,
        Values: counts,
      },
    }),
  );
}

/** In place, or by a parameter's alias. */
function namesOf({ params, query }: ApiRequest): string[] {
  const given = params[0] ?? '';
  const text = given.startsWith('@') ? (query.get(given) ?? '') : given;
  const list = /^\[(.*)\]$/.exec(text)?.[1];
  if (list === undefined) throw badQuery(`'${text}' is no list of tables.`);
  return list.split(',').map((name) => name.trim().replace(/^["'](.*)["']$/, '$1'));
}

/** GET the version's own address: the entity sets. */
export function answerService({ root }: ApiRequest, { org }: RestContext): Answer {
  const value = org.schema.all().map(({ entitySetName: name }) => ({ name, kind: 'EntitySet', url: name }));
  return odataJson(JSON.stringify({ '@odata.context': `${root}/$metadata`, value }));
}
