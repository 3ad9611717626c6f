import { expect } from 'chai';
import * as fc from 'fast-check';
import { Document, isScalar, parseDocument, Scalar } from 'yaml';
import { scalarOffset } from '../../src/operations/scalar-offset.ts';
import { anyText } from '../support/any-job.ts';

/** What of the source stands where the value's text `at` begins. */
function found(yaml: string, at: string): string {
  const node = parseDocument(yaml).getIn(['a'], true);
  if (!isScalar(node)) throw new Error('no scalar');
  const offset = scalarOffset(node, yaml, String(node.value).indexOf(at));
  return yaml.slice(offset, offset + at.length);
}

describe('scalarOffset', () => {
  const sources: readonly (readonly [string, string])[] = [
    ['plain text', "a: Name = 'x' AND wanted"],
    ['plain text over several lines', "a: Name = 'x'\n   AND\n\n   wanted"],
    ['single quotes', "a: 'Name = ''x'' AND wanted'"],
    ['double quotes', 'a: "Name = \\"x\\" \\t \\u00e9 \\x41 \\U0001F4A5 \\uD83D\\uDCA5 AND wanted"'],
    ['double quotes over several lines', 'a: "Name = \\\n  x AND\n  wanted"'],
    ['a literal block', "a: |\n  Name = 'x'\n    AND\n\n  wanted\n"],
    ['a folded block', "a: >-\n  Name = 'x'\n  AND\n\n  wanted\n"],
    ['a block with Windows line ends', "a: |-\r\n  Name = 'x'\r\n  AND wanted\r\n"],
    ['a flow group', 'a: wanted'],
  ];
  for (const [what, yaml] of sources) {
    it(`finds the place in ${what}`, () => {
      expect(found(yaml, 'wanted')).to.equal('wanted');
    });
  }

  it('finds the end of a text, and no place past it', () => {
    const yaml = "a: 'it''s'\nb: 1";
    const node = parseDocument(yaml).getIn(['a'], true) as Scalar;
    expect(yaml.slice(scalarOffset(node, yaml, 4)).startsWith("'\nb")).to.equal(true);
    expect(scalarOffset(node, yaml, 99)).to.be.at.most(10);
  });

  it('finds every letter, however the text is written', () => {
    const types = ['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'] as const;
    fc.assert(
      fc.property(anyText, anyText, fc.constantFrom(...types), (before, after, type) => {
        const scalar = new Scalar(`${before}W${after}`);
        scalar.type = type;
        const yaml = new Document({ a: scalar }).toString({ lineWidth: 20 });
        const node = parseDocument(yaml).getIn(['a'], true) as Scalar;
        // The library folds some texts into others.
        fc.pre(node.value === scalar.value);
        const offset = scalarOffset(node, yaml, before.length);
        expect(yaml[offset], `${JSON.stringify(yaml)} at ${offset}`).to.equal('W');
      }),
      { numRuns: 500 },
    );
  });
});
