/** The small words of a filter, in the languages that people mix, and what each of them does. */
import { phraseTable } from '../words/phrases.ts';

export type Order = '<' | '<=' | '>' | '>=';

export type Grammar =
  | { readonly kind: 'compare'; readonly operator: Order | '=' }
  /** After its value: `500 or more`. */
  | { readonly kind: 'compare-after'; readonly operator: '<=' | '>=' }
  | { readonly kind: 'between' }
  | { readonly kind: 'text'; readonly operator: 'CONTAINS' | 'STARTS WITH' | 'ENDS WITH' }
  /** `empty`, `blank`: of the field beside it. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'filled' }
  /** `no`, `without`: of what follows. */
  | { readonly kind: 'without' }
  | { readonly kind: 'with' }
  | { readonly kind: 'never' }
  | { readonly kind: 'not' }
  | { readonly kind: 'except' }
  | { readonly kind: 'and' }
  | { readonly kind: 'or' }
  | { readonly kind: 'comma' }
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'is' }
  | { readonly kind: 'yes' }
  | { readonly kind: 'no' }
  /** Before the name of a place, a company or a person. */
  | { readonly kind: 'preposition'; readonly word: Preposition }
  /** `overdue`, `in the past`; `upcoming`. */
  | { readonly kind: 'elapsed' }
  | { readonly kind: 'ahead' }
  /** `new`: created, where a time says when. */
  | { readonly kind: 'new' }
  /** `older than 30 days`. */
  | { readonly kind: 'older'; readonly operator: '<' | '>' }
  | { readonly kind: 'within' }
  | { readonly kind: 'both' }
  | { readonly kind: 'filler' };

export type Preposition = 'in' | 'from' | 'to' | 'at' | 'of' | 'by' | 'for' | 'on' | 'since';

const compare = (operator: Order | '='): Grammar => ({ kind: 'compare', operator });
const preposition = (word: Preposition): Grammar => ({ kind: 'preposition', word });

export const grammar = phraseTable<Grammar>([
  [
    'over|above|more than|greater than|bigger than|larger than|higher than|exceeds|exceed|exceeding|>|north of|upwards of|heavier than|longer than|beyond|in excess of|better than|is over|uber|mehr als|grosser als|hoher als|plus de|superieur a|superieure a|superieurs a|au dessus de|mas de|mayor que|mayor de|superior a|worth more than|after|later than|nach|apres|despues de|past|following|newer than',
    compare('>'),
  ],
  [
    'at least|>=|no less than|not less than|no fewer than|minimum|minimum of|a minimum of|min|greater than or equal to|more than or equal to|equal to or greater than|mindestens|ab|au moins|al menos|como minimo|since|seit|depuis|desde|on or after|from at least|starting from|as of|not before|not below|not under|not earlier than',
    compare('>='),
  ],
  [
    'under|below|less than|fewer than|smaller than|lower than|lighter than|shorter than|cheaper than|<|unter|weniger als|kleiner als|moins de|inferieur a|inferieure a|menos de|menor que|inferior a|before|prior to|earlier than|vor|vor dem|avant|avant le|antes de|antes del|worse than|sooner than',
    compare('<'),
  ],
  [
    'at most|up to|no more than|not more than|<=|maximum|maximum of|a maximum of|max|less than or equal to|equal to or less than|hochstens|maximal|bis zu|bis|au plus|como maximo|hasta|until|till|by the end of|on or before|not after|not later than|no later than|not over|not above|not exceeding|through',
    compare('<='),
  ],
  ['=|==|equals|equal to|equal|exactly|precisely|genau|exactement|exactamente', compare('=')],
  ['is|are|was|were|be|being|been|ist|sind|est|sont|es|son|esta|estan|war|:', { kind: 'is' }],
  [
    'or more|or higher|or above|or greater|or over|or better|or larger|or up|and up|and above|and over|and more|upwards|plus|oder mehr|ou plus|o mas|or later|and later|onwards|onward|or after|or newer|or longer',
    { kind: 'compare-after', operator: '>=' },
  ],
  [
    'or less|or fewer|or lower|or below|or under|or smaller|and below|and under|or earlier|and earlier|or before|or older|oder weniger|ou moins|o menos|or sooner|tops',
    { kind: 'compare-after', operator: '<=' },
  ],
  ['between|anywhere between|zwischen|entre|ranging from|range of', { kind: 'between' }],
  [
    'contains|contain|containing|contained|has the word|with the word|with the words|mentions|mention|mentioning|includes the word|includes the text|includes the words|that says|enthalt|enthalten|contient|contiene|with the text|like|matching|matches|about',
    { kind: 'text', operator: 'CONTAINS' },
  ],
  [
    'starts with|start with|starting with|begins with|begin with|beginning with|beginnt mit|commence par|empieza por|empieza con|starts in|prefixed with|starting in',
    { kind: 'text', operator: 'STARTS WITH' },
  ],
  [
    'ends with|end with|ending with|ending in|ends in|end in|ends on|endet mit|endet auf|finit par|termina en|termina con|suffixed with',
    { kind: 'text', operator: 'ENDS WITH' },
  ],
  [
    'empty|blank|null|missing|not set|unset|not filled|not filled in|unfilled|not filled out|not known|unknown|not specified|unspecified|not given|not provided|not available|not there|not entered|not recorded|undefined|lacking|lacks|lack|nil|none|n/a|leer|fehlt|fehlen|fehlend|vide|vides|manquant|manquante|vacio|vacia|left blank|left empty|not present|absent',
    { kind: 'empty' },
  ],
  [
    'filled|filled in|filled out|not empty|not null|not blank|not missing|on file|present|known|is set|are set|set|specified|available|populated|gefullt|rempli|given|provided|exists|exist|nicht leer',
    { kind: 'filled' },
  ],
  [
    'without|no|w/o|without any|have no|has no|having no|with no|there is no|do not have|does not have|did not have|not have|have not got|not having|not got|where there is no|ohne|kein|keine|keinen|keiner|sans|pas de|sin|ningun|ninguna|devoid of|free of',
    { kind: 'without' },
  ],
  [
    'with|has|have|having|had|got|mit|avec|con|tienen|tiene|haben|hat|ayant|carry|carrying|carries|use|uses|using|include|includes|including|own|bought|gets|get|receive|receives|interested in|holding|holds|contains any|possess',
    { kind: 'with' },
  ],
  ['never|noch nie|nie|jamais|nunca|never been', { kind: 'never' }],
  ['not|non|nicht|ne|pas|no longer|not yet|aren|isn|neither|nor|nicht mehr|un', { kind: 'not' }],
  [
    'except|excluding|exclude|excludes|other than|besides|apart from|aside from|except for|all but|everything but|everyone but|anything but|leave out|leaving out|drop|skip|omit|hide|ausser|ohne die|sauf|excepto|salvo|minus|ignore|ignoring|filter out|remove|rather than',
    { kind: 'except' },
  ],
  [
    'and|as well as|and also|along with|und|sowie|et|y|but|while|whilst|plus also|aber|mais|pero|&|&&|and have|;',
    { kind: 'and' },
  ],
  ['or|or else|oder|ou|o|and/or|resp|/|\\|\\|', { kind: 'or' }],
  [',', { kind: 'comma' }],
  ['(', { kind: 'open' }],
  [')', { kind: 'close' }],
  ['true|yes|on|ticked|checked|enabled|ja|oui|si|turned on|switched on|set to true', { kind: 'yes' }],
  [
    'false|off|unticked|unchecked|disabled|nein|turned off|switched off|set to false|not ticked|not checked',
    { kind: 'no' },
  ],
  [
    'in|within the|inside|located in|based in|living in|lives in|live in|residing in|headquartered in|out of|situated in|sitting in|sits in|sit in|working in|works in|work in|aus|dans|en|im|innerhalb|around|near',
    preposition('in'),
  ],
  ['from|coming from|von|originating in|shipped from|leaving from|departing from', preposition('from')],
  ['to|towards|going to|bound for|headed to|headed for|destined for|shipped to|nach', preposition('to')],
  [
    'at|bei|chez|working at|works at|work at|working for|works for|employed by|employed at|belonging to|belongs to|belong to',
    preposition('at'),
  ],
  ['of|de|del|der|des|du|d', preposition('of')],
  ['by|via|through the|over the|through|durch|par|por', preposition('by')],
  ['for|fur|pour|para', preposition('for')],
  ['on|am|on the|under the', preposition('on')],
  [
    'overdue|past due|in the past|passed|has passed|already passed|already past|lapsed|expired|elapsed|uberfallig|abgelaufen|vencido|vencidos|behind schedule|gone by|is past|is over already',
    { kind: 'elapsed' },
  ],
  ['upcoming|in the future|ahead|still to come|yet to come|outstanding in future|future', { kind: 'ahead' }],
  ['new|newly|brand new|recently added|neue|neuen|nouveaux|nouvelles|nuevos|nuevas|fresh', { kind: 'new' }],
  ['older than|alter als|plus vieux que', { kind: 'older', operator: '<' }],
  ['younger than|more recent than', { kind: 'older', operator: '>' }],
  ['within|inside of|in less than|in under', { kind: 'within' }],
  ['both|all of|sowohl', { kind: 'both' }],
]);

const fillers = `a an the all any every each some everything everyone everybody anyone anybody someone somebody anything those these them they their theirs
 it its that which who whom whose where what when there here this one ones i we us our ours my me you your he she his her
 please pls plz kindly thanks thank show list give find get fetch pull bring import sync load want need like would could can should
 will shall may might must let lets just only still currently current already now also too again actually really simply basically
 me us for up down out do does did done doing have having records record rows row entries entry items item data result results
 filter query select return returns search look looking see keep rest others come came comes coming go goes goin went
 sit sits sitting work works working live lives living stay stays been being marked flagged tagged classified categorized labelled labeled
 considered listed known as named called titled is set to such so then than very quite at all ever
 value values field fields column status-wise whose ones that's who's either etc eg ie e g i e vs per about-to yet as well
 ones people-who with-a of-type kind kinds type-of sort-of part belonging related regarding concerning concern
 der die das den dem des ein eine einen einem einer alle allen alles zeige zeig bitte mir uns nur die-der welche welcher noch mit-der haben hat sind werden wurde wurden
 le la les un une des du tous toutes tout montre montrez qui que dont leur leurs
 el los las una unos unas todos todas todo muestra que cuyo cuya cuyos del al lo
 hi hey hello-there ok okay well im id ive dont worry if possible thx ta cheers
 actually across among amongst within-the inside-of via-the through-the happen happens happened happening
 joined-up subscribed make makes made sent paid bearing showing shows remain remains remaining left stand stands
 taken take takes placed-in put fall falls falling categorised sign signed
 amounts count counts counting number-of numbers totalling totaling total worth valued
 equal-to greater that-are registered
 exactly-the same-day
 level levels have-been-to be-in tell said say says reads
 every-single whichever whatever unless because
 ? ! . … - – — * # _ ~ \` ' ’ " “ ” % + :) [ ] { } / \\ | $ € £ ^ @`;

export const fillerWords: ReadonlySet<string> = new Set(
  fillers.split(/\s+/).filter((word) => word !== '' && (!word.includes('-') || word === '-')),
);
