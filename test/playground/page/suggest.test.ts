import { expect } from 'chai';
import { suggest } from '../../../src/playground/page/frame/suggest.ts';
import type { Screen } from '../../../src/playground/screen.ts';

const person = { isBot: false, isAdmin: false, isOwner: false, timeZone: 'Europe/Berlin', locale: 'en-US' };
const channel = { isPrivate: false, isArchived: false, isMember: true, hasApp: true };
const known: Pick<Screen, 'commands' | 'members' | 'channels'> = {
  commands: [{ command: '/crosswalk', description: 'Jobs', usageHint: 'list | run <job>', app: 'Crosswalk' }],
  members: [
    { ...person, id: 'U1', name: 'Ada Lovelace', handle: 'ada' },
    { ...person, id: 'U2', name: 'Grace Hopper', handle: 'grace' },
  ],
  channels: [
    { ...channel, id: 'C1', name: 'crm-syncs' },
    { ...channel, id: 'C2', name: 'old-crm', isArchived: true },
  ],
};
const inserts = (text: string): string[] =>
  suggest(text, text.length, known).items.map(({ insert }) => insert);

describe('what a person may be about to type', () => {
  it('is a command at the beginning, with its hint', () => {
    expect(suggest('/cr', 3, known).items).to.deep.equal([
      { insert: '/crosswalk ', title: '/crosswalk list | run <job>', hint: 'Jobs' },
    ]);
    expect(inserts('say /cr')).to.deep.equal([]);
  });

  it('is a person by handle or name', () => {
    expect(inserts('ask @gr')).to.deep.equal(['@grace ']);
    expect(inserts('ask @love')).to.deep.equal(['@ada ']);
  });

  it('is a channel that is still in use', () => {
    expect(inserts('in #crm')).to.deep.equal(['#crm-syncs ']);
  });

  it('is nothing within a word, such as an e-mail address', () => {
    expect(inserts('mail ada@gr')).to.deep.equal([]);
  });

  it('takes the place of what was typed of it', () => {
    expect(suggest('ask @gr later', 7, known).from).to.equal(4);
  });
});
