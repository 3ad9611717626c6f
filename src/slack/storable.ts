const nul = '\0';
const escapedNul = String.raw`\u0000`;

/** No database takes a NUL in a text, and nobody types one: in what Slack sends there are none from here on. */
export function storable<Body extends object>(body: Body): Body {
  const text = JSON.stringify(body);
  if (!text.includes(escapedNul)) return body;
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll(nul, '') : value,
  ) as Body;
}

/** The same of what a modal keeps, which is JSON once more. */
export function storableJson(text: string): string {
  return text.replaceAll(escapedNul, '');
}
