import { formulaFunctions } from './functions/index.ts';
import { functionFamilies, usageOf } from './functions/function.ts';
import type { FormulaFunction, FunctionFamily, Parameter } from './functions/function.ts';
import { formulaLimits } from './syntax.ts';

const titles: Readonly<Record<FunctionFamily, string>> = {
  text: 'Text',
  number: 'Numbers',
  date: 'Dates and times',
  logic: 'Choices and conditions',
  list: 'Lists',
};

/** docs/formula-functions.md: the language in short, and every function of the registry. */
export function renderFunctionPage(): string {
  const families = functionFamilies.map(renderFamily).join('\n');
  return `${introduction}\n${families}`;
}

const introduction = `# Formulas

<!-- Made from the registry in src/domain/formula/functions by \`node dist/test/support/write-function-page.js\`. -->

A formula computes the value of an attribute from a record's fields, written as in a spreadsheet:
\`IF(AnnualRevenue >= 1000000, "Enterprise", UPPER(Type))\`. A leading \`=\` is accepted.

| part | how it is written |
| --- | --- |
| field | its API name, over parents with dots: \`Owner.Name\`; an unusual name in braces: \`{2nd Phone}\` |
| text | \`"in quotes"\` or \`'in quotes'\`; a quote within is doubled: \`"6"" pipe"\` |
| number | \`12\`, \`0.5\`, \`1e6\`; \`2.5%\` is 0.025 |
| other values | \`TRUE\`, \`FALSE\`, \`NULL\`, in any letter case |
| arithmetic | \`+\` \`-\` \`*\` \`/\` \`^\`, and \`%\` between two values for the remainder; a date \`+\` or \`-\` a number of days; a date \`-\` a date gives days |
| putting together | \`&\`; \`+\` does the same where a text is on either side |
| comparison | \`=\` \`<>\` \`<\` \`<=\` \`>\` \`>=\`, also \`==\` and \`!=\` |
| conditions | \`AND(a, b)\`, \`OR(a, b)\`, \`NOT(a)\`, also \`a && b\`, \`a \\|\\| b\`, \`!a\` |

- **Precedence**, from the tightest: signs and \`!\`; \`^\`; \`*\` \`/\` \`%\`; \`+\` \`-\`; \`&\`; comparisons; \`&&\`; \`||\`. As in a
  spreadsheet, \`-2 ^ 2\` is 4.
- **Missing values.** Null, empty text and a list without items are all the same: missing. Arithmetic with a missing
  value gives null, and so does a function, unless its help says otherwise. \`&\` takes it as empty text. \`=\` finds two
  missing values equal and \`<>\` a missing and a present one different; \`<\`, \`<=\`, \`>\`, \`>=\` hold for none. A missing
  condition does not hold. SUM, AVERAGE, MIN, MAX, CONCAT and LIST leave missing values out.
- **Letter case** does not count where texts are compared or searched; \`EXACT\`, \`FIND\` and \`SUBSTITUTE\` mind it.
- **Numbers** are compared and given to 15 digits: \`0.1 + 0.2 = 0.3\` holds.
- **Dates** may also be given as ISO text: \`CloseDate < "2026-07-01"\`. A moment's day, hour and weekday are those of the
  job's time zone, and TODAY and NOW are the same for all rows of a run.
- **A row without a result**, because of a division by zero or a text that is no number, is rejected with the reason;
  IFERROR gives it another value.
- **Limits**: ${grouped(formulaLimits.characters)} characters, ${formulaLimits.depth} levels, ${formulaLimits.nodes} parts.

Function names are read without letter case and underscores: \`add_days\` is \`ADDDAYS\`. In what follows \`[…]\` may be left
out and \`, …\` may be repeated. The examples are evaluated on 2026-11-18 at 10:00 UTC.
`;

function grouped(number: number): string {
  return number.toLocaleString('en-US');
}

function renderFamily(family: FunctionFamily): string {
  const rows = formulaFunctions.filter((each) => each.family === family).map(renderRow);
  return [
    `## ${titles[family]}`,
    '',
    '| function | what it gives | example |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function renderRow(definition: FormulaFunction): string {
  const { aliases = [], parameters, returns, help, example } = definition;
  const usage = code(usageOf(definition));
  const also = aliases.length === 0 ? '' : ` Also ${aliases.map(code).join(', ')}.`;
  const types = parameters.length === 0 ? '' : `${parameters.map(renderParameter).join(', ')} → `;
  const result = `${code(example.formula)} gives ${code(JSON.stringify(example.result))}`;
  return `| ${usage} | ${cell(help)}${also} <br>${types}${shownType(returns)} | ${result} |`;
}

const renderParameter = ({ name, type }: Parameter): string => `${name}: ${shownType(type)}`;

const shownType = (type: string): string => (type === 'any' ? 'any value' : type);

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`);

const code = (text: string): string => `\`${cell(text)}\``;
