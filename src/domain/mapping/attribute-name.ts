import { maxAttributeNameLength } from '../hub-object.ts';

/** Columns that the hub's views or tables have themselves, and words that no SQL view takes as they are. */
const reserved: ReadonlySet<string> = new Set([
  'id',
  'attributes',
  'hash',
  'updated_at',
  'deleted_at',
  'source_modified_at',
  'connection_id',
  'source_object',
  'hub_object',
  'crm_id',
  'job_id',
  'run_id',
  'rowid',
  'oid',
  'ctid',
  'xmin',
  'xmax',
  'cmin',
  'cmax',
  'tableoid',
]);

/** What is wrong with the name of a new attribute, in words; null where nothing is. */
export function attributeNameProblem(name: string): string | null {
  if (name.trim() === '') return 'The attribute has no name.';
  if (name.length > maxAttributeNameLength) {
    return `The attribute's name has ${name.length} characters; ${maxAttributeNameLength} are allowed. Shorten it.`;
  }
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    const better = attributeNameOf(name);
    const hint = better === '' ? '' : ` Write ${better}.`;
    return `An attribute's name has small letters, digits and underscores only and begins with a letter.${hint}`;
  }
  if (reserved.has(name))
    return `"${name}" is a name of the hub's own. Choose another, such as ${name}_value.`;
  return null;
}

/** As `wholeAttributeNameOf`, cut to what a name may have: for names that nobody typed. */
export function attributeNameOf(words: string): string {
  return wholeAttributeNameOf(words).slice(0, maxAttributeNameLength).replace(/_+$/, '');
}

/**
 * snake_case of a label or an API name: `Contract End__c` is `contract_end`; empty where no letter is left. It may be
 * longer than a name may be.
 */
export function wholeAttributeNameOf(words: string): string {
  const name = words
    .replace(/__[a-z]{1,2}$/i, '')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .replace(/ß/g, 'ss')
    .replace(/[æÆ]/g, 'ae')
    .replace(/[øØ]/g, 'o')
    .normalize('NFKD')
    .replace(/\p{Mn}|['’]/gu, '')
    .replace(/\be-mail/gi, 'email')
    .replace(/%/g, ' percent ')
    .replace(/#/g, ' number ')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '');
  return reserved.has(name) ? `${name}_value` : name;
}
