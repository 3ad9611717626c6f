import { z } from 'zod';
import { FatalError } from '../../domain/errors.ts';
import type { ConnectionIdentity } from '../connector.ts';
import type { DynamicsHttp } from './request.ts';
import { ianaZoneOf } from './time-zones.ts';

const whoAmI = z.object({ UserId: z.string(), OrganizationId: z.string() });
const organization = z.object({ name: z.string().nullish() });
const user = z.object({ domainname: z.string().nullish(), fullname: z.string().nullish() });
const settings = z.object({ timezonecode: z.number() });
const zones = z.object({ value: z.array(z.object({ standardname: z.string() })) });

export async function identify(http: DynamicsHttp): Promise<ConnectionIdentity> {
  const { UserId: userId, OrganizationId: orgId } = await ask(http, 'WhoAmI', whoAmI);
  const [{ name }, { domainname, fullname }, timezone] = await Promise.all([
    ask(http, `organizations(${orgId})?$select=name`, organization),
    ask(http, `systemusers(${userId})?$select=domainname,fullname`, user),
    zoneOf(http, userId),
  ]);
  return {
    orgId,
    orgName: name || orgId,
    // Application users have a made-up domain name, or none.
    userName: domainname || fullname || userId,
    timezone,
    // Dataverse limits what is asked in five minutes, and tells of no day's limit.
    apiUsage: null,
  };
}

/** IANA name of the zone in which the connection's user has days begin. */
export async function readUserZone(http: DynamicsHttp): Promise<string> {
  const { UserId: userId } = await ask(http, 'WhoAmI', whoAmI);
  return await zoneOf(http, userId);
}

async function zoneOf(http: DynamicsHttp, userId: string): Promise<string> {
  const { timezonecode } = await ask(
    http,
    `usersettingscollection(${userId})?$select=timezonecode`,
    settings,
  );
  const found = await ask(
    http,
    `timezonedefinitions?$select=standardname&$filter=timezonecode eq ${timezonecode}`,
    zones,
  );
  const standardName = found.value[0]?.standardname ?? '';
  const zone = ianaZoneOf(standardName);
  if (zone !== null) return zone;
  throw new FatalError(
    `The time zone "${standardName}" (${timezonecode}) of the connection's user is not known here. Choose another one in the user's settings of Dynamics 365.`,
    { code: 'unknown_time_zone' },
  );
}

async function ask<Schema extends z.ZodType>(
  http: DynamicsHttp,
  path: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  return await http.json({ path }, (text) => schema.parse(JSON.parse(text)));
}
