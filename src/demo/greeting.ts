import type { KnownBlock } from '@slack/types';

const mrkdwn = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });

const blocks: KnownBlock[] = [
  { type: 'header', text: { type: 'plain_text', text: '👋 Welcome to Crosswalk' } },
  mrkdwn(
    'Everything here runs on this machine: a Salesforce and a Dynamics 365 with invented companies, a customer data hub, and Crosswalk, which keeps them in step. Nothing you do leaves it.',
  ),
  { type: 'divider' },
  mrkdwn(
    [
      '*Try this first*',
      '1.  Open *Crosswalk* under *Apps* at the left. Its Home lists the jobs. In the menu of *Prospects* choose *Run now*.',
      '2.  Come back here and watch how it gets on. Let it end, or press *Cancel*.',
      '3.  *History* in the same menu shows every run, what was rejected and why, and gives the rows as a file.',
      '4.  Write `/crosswalk list` below, or `/crosswalk run People`.',
    ].join('\n'),
  ),
  mrkdwn(
    [
      '*And then*',
      '•  At the top right you can be *Otto Weber*, an operator, or *Vera Lind*, a viewer: they may do less.',
      '•  *Traffic* shows what passes between Crosswalk and Slack, and lets something go wrong.',
    ].join('\n'),
  ),
];

/** What a person who opens the demo reads first. */
export const greeting = { text: 'Welcome to Crosswalk. Here is what to try first.', blocks };
