/** Patterns of SQL Server, without letter case: `%`, `_`, `[abc]`, `[a-z]`, `[^a]`. */

const special = /[\\^$.*+?()|{}[\]/-]/g;

/** @param pattern whole: whoever wants a part puts `%` around it. */
export function likePattern(pattern: string): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length;) {
    const char = pattern[at] ?? '';
    const set = char === '[' ? /^\[(\^?)([^\]]+)\]/.exec(pattern.slice(at)) : null;
    if (set !== null) {
      const [whole, not = '', members = ''] = set;
      source += `[${not}${members.replace(/[\\\]^]/g, '\\$&')}]`;
      at += whole.length;
      continue;
    }
    if (char === '%') source += '.*';
    else if (char === '_') source += '.';
    else source += char.replace(special, '\\$&');
    at += 1;
  }
  return new RegExp(`^${source}$`, 'is');
}
