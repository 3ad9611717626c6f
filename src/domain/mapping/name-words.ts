/** Names of fields and attributes as words, so that they can be compared however they are written. */

const customEnding = /__(?:c|r|pc|pr|e|x|mdt)$/i;
/** Dynamics' own prefix of custom columns; other publishers choose theirs. */
const publisher = /^(?:new|cr[0-9a-f]{3,5}|msdyn|cust)_/;

const unit = /\((?:in )?(?:[A-Z]{3}|[$€£%]|years?|months?|days?|hours?)\)/g;

/**
 * `Account_Manager__r.Name` is account, manager, name; `_ownerid_value` is ownerid. A unit in brackets is left out;
 * what else stands in brackets says which one is meant: `Phone (mobile)`.
 */
export function wordsOf(name: string): string[] {
  return name
    .replace(unit, ' ')
    .split('.')
    .flatMap((part) =>
      part
        .replace(customEnding, '')
        .replace(/^_(\w+)_value$/, '$1')
        .replace(publisher, '')
        .replace(/^[A-Za-z0-9]{1,15}__(?=\w)/, '')
        .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
        .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
        .normalize('NFKD')
        .replace(/\p{Mn}/gu, '')
        .toLowerCase()
        .replace(/ß/g, 'ss')
        .replace(/\be[- ]mail/g, 'email')
        .split(/[^\p{L}\p{N}]+/u),
    )
    .filter((word) => word !== '')
    .map((word) => shortWords[word] ?? word);
}

/** The words without anything between them: what `firstname`, `First Name` and `first_name` have in common. */
export function joined(name: string): string {
  return wordsOf(name).join('');
}

const shortWords: Readonly<Partial<Record<string, string>>> = Object.assign(Object.create(null), {
  acct: 'account',
  acc: 'account',
  cust: 'customer',
  mgr: 'manager',
  amt: 'amount',
  num: 'number',
  nr: 'number',
  no: 'number',
  tel: 'telephone',
  dt: 'date',
  desc: 'description',
  org: 'organization',
  fname: 'firstname',
  lname: 'lastname',
  dept: 'department',
  addr: 'address',
  rev: 'revenue',
  emp: 'employee',
  identifier: 'id',
  mails: 'mail',
});

/** One letter more, less or other, or two swapped; for words long enough that this is no other word. */
export function isTypo(a: string, b: string): boolean {
  if (a === b || Math.min(a.length, b.length) < 6 || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const restA = a.slice(start, a.length - end);
  const restB = b.slice(start, b.length - end);
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restA === `${restB.charAt(1)}${restB.charAt(0)}`;
}
