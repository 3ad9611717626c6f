const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** In small letters, without braces; null where it is none. */
export function readGuid(text: string): string | null {
  const guid = text
    .trim()
    .replace(/^\{(.*)\}$/, '$1')
    .toLowerCase();
  return pattern.test(guid) ? guid : null;
}

/** Record number `number` of a table: ids go up as records come, as those of SQL Server do. */
export function guidOf(objectTypeCode: number, number: number): string {
  return `${hex(number, 8)}-${hex(objectTypeCode, 4)}-f011-8b3d-000d3a2f41c7`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
