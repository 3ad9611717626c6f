import type { Connection } from 'jsforce/lib/connection.js';
import { FatalError, UserError } from '../../domain/errors.ts';
import type { ConnectionIdentity } from '../connector.ts';
import type { SalesforceHttp } from './request.ts';
import { fetchRestPage } from './rest-query.ts';
import { queryPath } from './soql.ts';

export interface OrgUser {
  readonly orgId: string;
  readonly userName: string;
  /** IANA name. */
  readonly timezone: string;
}

/** @throws FatalError where the answer is not that of Salesforce. */
export async function readUser(org: Connection): Promise<OrgUser> {
  const who: unknown = await org.requestGet('/services/oauth2/userinfo');
  return {
    orgId: textIn(who, 'organization_id'),
    userName: textIn(who, 'preferred_username'),
    timezone: textIn(who, 'zoneinfo'),
  };
}

export async function identify(http: SalesforceHttp, org: Connection): Promise<ConnectionIdentity> {
  const user = await readUser(org);
  const orgName = (await nameOfOrg(http)) ?? user.orgId;
  return { ...user, orgName, apiUsage: http.usage() };
}

/** null where the user may not see it. */
async function nameOfOrg(http: SalesforceHttp): Promise<string | null> {
  try {
    const { records } = await fetchRestPage(http, queryPath('SELECT Name FROM Organization'), undefined);
    const [organization] = records;
    return organization === undefined ? null : textIn(organization, 'Name');
  } catch (error) {
    if (error instanceof UserError && ['unknown_object', 'insufficient_access'].includes(error.code))
      return null;
    throw error;
  }
}

function textIn(answer: unknown, name: string): string {
  const found = typeof answer === 'object' && answer !== null ? Object.entries(answer) : [];
  const value: unknown = found.find(([key]) => key === name)?.[1];
  if (typeof value === 'string' && value !== '') return value;
  throw new FatalError(
    `Salesforce does not say who the connection's user is ("${name}" is missing). Add the scopes "id" and "api" to the connected app.`,
    {
      code: 'unexpected_answer',
    },
  );
}
