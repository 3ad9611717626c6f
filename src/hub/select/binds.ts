/** What statements made of the same pieces bind. The same value is bound once, however often it is named. */
export interface Binds {
  text(text: string): string;
  /** A JSON array of texts, for `unpackTexts`. */
  texts(texts: readonly string[]): string;
  /** A decimal as text, which the statement casts. */
  decimal(text: string): string;
  number(number: number): string;
  /** A statement with those parameters alone that it names: neither database takes others. */
  statement(sql: string): Statement;
}

export interface Statement {
  readonly sql: string;
  readonly bind: readonly unknown[];
}

/** A database takes a parameter to be of one type wherever it stands, so that each kind has its own. */
export function createBinds(): Binds {
  const values: unknown[] = [];
  const places = new Map<string, string>();
  const bind = (kind: string, value: string | number): string => {
    const key = `${kind} ${value}`;
    const known = places.get(key);
    if (known !== undefined) return known;
    values.push(value);
    const place = `$${values.length}`;
    places.set(key, place);
    return place;
  };
  return {
    text: (text) => bind('text', text),
    texts: (texts) => bind('texts', JSON.stringify(texts)),
    decimal: (text) => bind('decimal', text),
    number: (number) => bind('number', number),
    statement(sql) {
      const named = new Map<string, string>();
      const used: unknown[] = [];
      const renumbered = sql.replace(/\$(\d+)/g, (place, index: string) => {
        const known = named.get(place) ?? `$${used.push(values[Number(index) - 1])}`;
        named.set(place, known);
        return known;
      });
      return { sql: renumbered, bind: used };
    },
  };
}
