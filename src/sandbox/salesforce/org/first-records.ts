/** What an org has from its first day: itself, and the user in whose name the API is called. */
import type { GivenRecord } from './field-values.ts';

export interface FirstRecordsOptions {
  readonly name: string;
  readonly timeZone: string;
  readonly username: string;
}

export function integrationUser(id: string, { timeZone, username }: FirstRecordsOptions): GivenRecord {
  return {
    Id: id,
    Username: username,
    FirstName: 'Integration',
    LastName: 'User',
    Email: username,
    Alias: 'integ',
    CommunityNickname: 'integration',
    IsActive: true,
    TimeZoneSidKey: timeZone,
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    UserType: 'Standard',
  };
}

export function organization({ name, timeZone }: FirstRecordsOptions): GivenRecord {
  return {
    Name: name,
    TimeZoneSidKey: timeZone,
    DefaultLocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    FiscalYearStartMonth: 1,
    OrganizationType: 'Developer Edition',
    InstanceName: 'CRM1',
    IsSandbox: true,
  };
}
