/** Words by which people ask for something to be done to records, which no filter does. */

const list = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** They ask for it wherever a sentence begins with them; "drop" and "remove" leave out of what is taken, and do not. */
export const actions = list(
  `delete erase wipe purge destroy truncate merge dedupe deduplicate archive deactivate disable reassign anonymize anonymise
  losche loschen supprime supprimer elimina eliminar borra borrar`,
);

/** They mean much else, too, and ask for it where what it is done to follows. */
export const looseActions = list(
  `close reopen update change edit modify cancel enable activate clear rename notify refund renew approve reject
  assign move convert set mark fix open email mail call`,
);

/** Of these, the last ones of above: they also say which records are meant, as in `open cases` and `call tasks`. */
export const adjectives = list('set mark fix open email mail call');

/** What is done with a field. */
export const settingWords = list('set change update edit modify');

/** They begin what an action is done to. */
export const objectWords = list('all the my our your every each any these those this that them it alle');

/** Before the verb they only ask politely. */
export const politeWords = list(
  'please pls plz kindly can could would will you i we want need like to now just go ahead and then also bitte hi hey hello',
);
