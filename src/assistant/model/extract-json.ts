/** Openings that are tried in a text: prose has a brace now and then, and never many. */
const maxOpenings = 20;

/** The JSON object in an answer, with or without prose or a code fence around it; undefined where there is none. */
export function extractJson(answer: string): unknown {
  let tried = 0;
  for (let at = answer.indexOf('{'); at >= 0 && tried < maxOpenings; at = answer.indexOf('{', at + 1)) {
    tried++;
    const end = endOfObject(answer, at);
    if (end === null) continue;
    try {
      return JSON.parse(answer.slice(at, end));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}

/** After the brace that closes the one at `start`; braces in texts do not count. */
function endOfObject(text: string, start: number): number | null {
  let depth = 0;
  let isText = false;
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (isText) {
      if (character === '\\') at++;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return null;
}
