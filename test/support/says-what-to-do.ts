/** Words that ask somebody for something, as our messages use them. */
const verbs =
  'Activate|Add|Allow|Ask|Approve|Begin|Change|Check|Choose|Connect|Correct|Create|Edit|Enable|Fill|Filter|Free|' +
  'Give|Leave|Log|Look|Make|Map|Match|Mend|Merge|Move|Name|Narrow|Open|Press|Put|Read|Rebuild|Remove|Report|Restore|' +
  'Run|Save|See|Set|Shorten|Skip|Start|Switch|Take|Try|Update|Use|Wait';
const asking = new RegExp(`(?:^|[.:;!?)] )(?:${verbs})\\b`, 'i');

/** Whether a message says what to do, and not only what happened. */
export function saysWhatToDo(message: string): boolean {
  return (
    asking.test(message) ||
    /\b(?:has|have) to be\b|\bmust be\b|\bAn admin \w+s\b|\bThe next run sends it again\b/.test(message)
  );
}
