import { readSets } from './sets.ts';
import { contextsOf } from './contexts.ts';
import { knownOf } from '../../src/assistant/built-in/filter/known-fields.ts';
import { WordMatcher } from '../../src/assistant/built-in/filter/readings.ts';
import { segmentsOf } from '../../src/assistant/built-in/filter/segments.ts';
import { readTokens } from '../../src/assistant/built-in/words/tokens.ts';
import { translate } from '../../src/assistant/built-in/index.ts';
const [file, ...ids] = process.argv.slice(2);
for (const set of readSets(file ?? '')) {
  if (set.set !== 'filters') continue;
  for (const c of set.cases) {
    if (!ids.includes(c.id)) continue;
    const ctx = contextsOf.filters(set)(c);
    const known = knownOf(ctx.schema);
    console.log(c.ask, '\n  =>', JSON.stringify(translate(c.ask, ctx)));
    for (const s of segmentsOf(readTokens(c.ask), known, new WordMatcher(known), 20000)) console.log('  ', s.tokens.map((t) => t.text).join(' '), '|', s.score.toFixed(2), s.grammar?.kind ?? '', s.isNoun ? 'noun' : '', s.isFiller ? 'filler' : '', s.parents.join(), s.time ? 'time' : '', s.amount ? 'amount' : '', s.fields.map((f) => `F:${f.of.path}:${f.strength.toFixed(2)}${f.isScoped ? 's' : ''}${f.isByWords ? 'w' : ''}`).slice(0, 6).join(' '), s.values.map((v) => `V:${v.of.path}=${v.values.join('/')}:${v.strength.toFixed(2)}`).slice(0, 5).join(' '));
  }
}
