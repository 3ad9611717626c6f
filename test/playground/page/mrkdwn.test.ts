import { expect } from 'chai';
import { parseInline, parseMrkdwn } from '../../../src/playground/page/text/parse-mrkdwn.ts';
import type { Inline } from '../../../src/playground/page/text/parse-mrkdwn.ts';

/** Emphasis in angle brackets, so that a line reads as one text. */
function shown(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      switch (inline.kind) {
        case 'text':
          return inline.text;
        case 'code':
          return `[code ${inline.text}]`;
        case 'emoji':
          return `[emoji ${inline.name}]`;
        case 'bold':
        case 'italic':
        case 'strike':
          return `[${inline.kind} ${shown(inline.children)}]`;
        case 'link':
          return `[link ${inline.url} ${inline.label}]`;
        case 'user':
        case 'channel':
          return `[${inline.kind} ${inline.id}]`;
        case 'broadcast':
          return `[broadcast ${inline.name}]`;
        case 'date':
          break;
      }
      return `[date ${inline.atSeconds} ${inline.format}]`;
    })
    .join('');
}

const line = (text: string): string => shown(parseInline(text));

describe('mrkdwn', () => {
  const lines: readonly (readonly [behaviour: string, text: string, expected: string])[] = [
    ['has bold, italic and struck words', '*a* _b_ ~c~', '[bold a] [italic b] [strike c]'],
    ['nests emphasis', '*a _b_*', '[bold a [italic b]]'],
    ['leaves a sign within a word', 'snake_case_name 2*3*4', 'snake_case_name 2*3*4'],
    ['leaves API names with two underscores', 'no Foo__c. Bar__c?', 'no Foo__c. Bar__c?'],
    ['leaves a sign beside a space', '* a * b', '* a * b'],
    ['leaves emphasis that is not closed', '*a', '*a'],
    ['shows code as it stands', '`*a* &lt;b&gt;`', '[code *a* <b>]'],
    ['closes no emphasis within code', '*a `*` b*', '[bold a [code *] b]'],
    [
      'knows links with and without words',
      '<https://x.de|X> <https://y.de>',
      '[link https://x.de X] [link https://y.de https://y.de]',
    ],
    [
      'knows links into Slack itself',
      '<slack://app?id=A1&amp;tab=home|Home>',
      '[link slack://app?id=A1&tab=home Home]',
    ],
    [
      'links a bare address without the full stop',
      'see https://x.de/a?b=1&amp;c=2.',
      'see [link https://x.de/a?b=1&c=2 https://x.de/a?b=1&c=2].',
    ],
    [
      'knows people, channels and everybody',
      '<@U1> <#C1|x> <!here>',
      '[user U1] [channel C1] [broadcast here]',
    ],
    ['knows dates', '<!date^1^{date}|then>', '[date 1 {date}]'],
    ['does not link what runs script', '<javascript:alert(1)|x>', '<javascript:alert(1)|x>'],
    ['decodes three entities once', '&amp;lt; &lt;a&gt;', '&lt; <a>'],
    ['knows emoji by name', ':wave: 10:30:20', '[emoji wave] 10[emoji 30]20'],
  ];
  for (const [behaviour, text, expected] of lines) {
    it(behaviour, () => {
      expect(line(text)).to.equal(expected);
    });
  }

  it('has quotes and fenced code', () => {
    const parts = parseMrkdwn('a\n> b\n&gt; c\n```\n*d*\n```\ne');
    expect(parts.map(({ kind }) => kind)).to.deep.equal(['lines', 'quote', 'preformatted', 'lines']);
    expect(parts[1]).to.have.property('lines').with.length(2);
    expect(parts[2]).to.deep.equal({ kind: 'preformatted', text: '*d*\n' });
  });

  it('leaves a fence that is not closed', () => {
    expect(parseMrkdwn('a ```b')).to.deep.equal([
      { kind: 'lines', lines: [[{ kind: 'text', text: 'a ```b' }]] },
    ]);
  });

  it('ends on signs without number', () => {
    const text = '*_~`<:'.repeat(500);
    expect(line(text)).to.be.a('string');
  });
});
