/** What an org has from its first day: itself, its settings, and the application user that calls the API. */
import { timeZoneOf, timeZones } from '../schema/time-zones.ts';
import type { GivenRecord } from './given-values.ts';

export interface FirstRecordsOptions {
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly username: string;
  /** 0 is Sunday. */
  readonly weekStartDayCode: 0 | 1;
}

type InsertInto = (table: string, records: readonly GivenRecord[]) => readonly string[];

/** @param userId the user's, which is taken before anything has an owner. */
export function insertFirstRecords(insert: InsertInto, userId: string, options: FirstRecordsOptions): string {
  const { name, timeZone, username, weekStartDayCode } = options;
  const [unit = ''] = insert('businessunit', [{ name }]);
  insert('systemuser', [
    {
      systemuserid: userId,
      firstname: '#',
      lastname: 'Integration',
      domainname: username,
      internalemailaddress: username,
      businessunitid: unit,
    },
  ]);
  insert('usersettings', [
    { systemuserid: userId, timezonecode: timeZoneOf(timeZone).code, localeid: 1033, uilanguageid: 1033 },
  ]);
  insert(
    'timezonedefinition',
    timeZones.map(({ code, standardName }) => ({
      timezonecode: code,
      standardname: standardName,
      userinterfacename: `(GMT) ${standardName}`,
    })),
  );
  insert('transactioncurrency', [{ currencyname: 'Euro', isocurrencycode: 'EUR', currencysymbol: '€' }]);
  const [organization = ''] = insert('organization', [
    { name, weekstartdaycode: weekStartDayCode, languagecode: 1033 },
  ]);
  return organization;
}
