/** Turns of speech that say what a picklist says in one word: fields that may hold it, and values, best first. */
import { phraseTable } from '../words/phrases.ts';

export interface Idiom {
  readonly fields: readonly string[];
  readonly values: readonly string[];
}

const risk = [
  'churn risk',
  'risk',
  'risk level',
  'health',
  'health status',
  'customer health',
  'account health',
];
const health = [
  'health',
  'health status',
  'customer health',
  'account health',
  'health score',
  'health color',
];

export const idioms = phraseTable<Idiom>([
  [
    'about to churn|likely to churn|likely to leave|going to churn|might churn|may churn|could churn|at risk|at risk of churning|about to leave|churn candidates|in danger',
    { fields: risk, values: ['at risk', 'high', 'red'] },
  ],
  [
    'healthy|doing well|in good health|in good shape',
    { fields: health, values: ['healthy', 'green', 'good'] },
  ],
  [
    'unhealthy|in bad shape|in trouble|in poor health',
    { fields: health, values: ['unhealthy', 'red', 'poor', 'bad'] },
  ],
  [
    'live customers|went live|gone live',
    { fields: ['lifecycle stage', 'stage', 'status', 'onboarding status'], values: ['live'] },
  ],
  [
    'publicly owned|publicly traded|publicly listed|listed companies',
    { fields: ['ownership'], values: ['public'] },
  ],
  ['privately owned|privately held|family owned', { fields: ['ownership'], values: ['private'] }],
]);
