/** Names of months, days and units of time in the languages that people mix. */
import { phraseTable } from './phrases.ts';

export type TimeUnit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

const monthNames = [
  'january|jan|januar|janvier|enero|janner',
  'february|feb|februar|fevrier|febrero',
  'march|mar|marz|maerz|mars|marzo',
  'april|apr|avril|abril',
  'may|mai|mayo',
  'june|jun|juni|juin|junio',
  'july|jul|juli|juillet|julio',
  'august|aug|aout|agosto',
  'september|sep|sept|septembre|septiembre',
  'october|oct|oktober|okt|octobre|octubre',
  'november|nov|novembre|noviembre',
  'december|dec|dezember|dez|decembre|diciembre',
] as const;

/** 1 to 12. */
export const months = phraseTable<number>(monthNames.map((names, index) => [names, index + 1]));

/** 1 = Monday to 7 = Sunday. */
export const weekdayNumbers = phraseTable<number>([
  ['monday|mondays|mon|montag|montags|lundi|lunes', 1],
  ['tuesday|tuesdays|tue|tues|dienstag|dienstags|mardi|martes', 2],
  ['wednesday|wednesdays|wed|mittwoch|mittwochs|mercredi|miercoles', 3],
  ['thursday|thursdays|thu|thur|thurs|donnerstag|donnerstags|jeudi|jueves', 4],
  ['friday|fridays|fri|freitag|freitags|vendredi|viernes', 5],
  ['saturday|saturdays|sat|samstag|samstags|samedi|sabado|sabados', 6],
  ['sunday|sundays|sun|sonntag|sonntags|dimanche|domingo|domingos', 7],
]);

export const units = phraseTable<TimeUnit>([
  ['day|days|tag|tage|tagen|jour|jours|dia|dias|d', 'DAY'],
  ['week|weeks|wk|wks|woche|wochen|semaine|semaines|semana|semanas', 'WEEK'],
  ['month|months|mth|mths|monat|monate|monaten|monats|mois|mes|meses', 'MONTH'],
  ['quarter|quarters|qtr|qtrs|quartal|quartale|quartalen|trimestre|trimestres', 'QUARTER'],
  ['year|years|yr|yrs|jahr|jahre|jahren|jahres|annee|annees|an|ans|ano|anos', 'YEAR'],
]);

export type Side = 'last' | 'this' | 'next';

/** Before the unit, or in French and Spanish after it. */
export const sides = phraseTable<Side>([
  [
    'last|past|previous|prior|preceding|most recent|letzte|letzten|letzter|letztes|letztem|vergangene|vergangenen|vorige|vorigen|dernier|derniere|derniers|dernieres|pasado|pasada|pasados|pasadas|ultimo|ultima|ultimos|ultimas',
    'last',
  ],
  ['this|current|the current|diese|dieser|dieses|diesen|diesem|ce|cette|cet|este|esta', 'this'],
  [
    'next|coming|upcoming|following|nachste|nachsten|nachster|nachstes|kommende|kommenden|prochain|prochaine|prochains|prochaines|proximo|proxima|proximos|proximas',
    'next',
  ],
]);

/** -1, 0 or 1 days from today. */
export const nearDays = phraseTable<number>([
  ['today|heute|aujourd hui|aujourdhui|hoy|this morning|this afternoon|tonight|now|right now', 0],
  ['yesterday|gestern|hier|ayer|last night', -1],
  ['tomorrow|morgen|demain|manana', 1],
]);
