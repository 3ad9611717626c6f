/** Windows' names of time zones and the service's numbers for them; the rest of the world has IANA's. */
export interface TimeZone {
  readonly code: number;
  readonly standardName: string;
  readonly iana: string;
}

export const timeZones: readonly TimeZone[] = [
  { code: 4, standardName: 'Pacific Standard Time', iana: 'America/Los_Angeles' },
  { code: 10, standardName: 'Mountain Standard Time', iana: 'America/Denver' },
  { code: 20, standardName: 'Central Standard Time', iana: 'America/Chicago' },
  { code: 35, standardName: 'Eastern Standard Time', iana: 'America/New_York' },
  { code: 65, standardName: 'E. South America Standard Time', iana: 'America/Sao_Paulo' },
  { code: 85, standardName: 'GMT Standard Time', iana: 'Europe/London' },
  { code: 92, standardName: 'UTC', iana: 'Etc/UTC' },
  { code: 105, standardName: 'Romance Standard Time', iana: 'Europe/Paris' },
  { code: 110, standardName: 'W. Europe Standard Time', iana: 'Europe/Berlin' },
  { code: 131, standardName: 'Middle East Standard Time', iana: 'Asia/Beirut' },
  { code: 190, standardName: 'India Standard Time', iana: 'Asia/Kolkata' },
  { code: 215, standardName: 'Singapore Standard Time', iana: 'Asia/Singapore' },
  { code: 235, standardName: 'Tokyo Standard Time', iana: 'Asia/Tokyo' },
  { code: 255, standardName: 'AUS Eastern Standard Time', iana: 'Australia/Sydney' },
];

/** @throws Error where the service is not taught the zone. */
export function timeZoneOf(iana: string): TimeZone {
  const found = timeZones.find((zone) => zone.iana === iana || (iana === 'UTC' && zone.iana === 'Etc/UTC'));
  if (found === undefined) throw new Error(`The sandbox has no time zone ${iana}.`);
  return found;
}
