/** Texts that look like secrets or name a person do not leave; whoever reads the answer gets them back. */
export interface Mask {
  readonly hide: (text: string) => string;
  /** Puts back what was hidden. */
  readonly show: (text: string) => string;
}

/** None of them holds a quote or a backslash: put back, they break neither JSON nor a text of a filter. */
const hidden: readonly RegExp[] = [
  // Key blocks, also with their line ends escaped.
  /-----BEGIN [A-Z ]{1,40}-----[^"']{0,8000}?-----END [A-Z ]{1,40}-----/g,
  // What is said to be a secret: `password: hunter2`, `client_secret=…`, `Bearer …`.
  /(?<=\b(?:password|passwort|passphrase|secret|client[ _-]?secret|api[ _-]?key|access[ _-]?token|token)\s{0,3}(?:=|:|is|ist)\s{0,3})(?!(?:null|empty|blank|missing|true|false|expired|required)\b)[^\s"'\\,;)}\]]{4,200}/gi,
  /(?<=\bBearer\s{1,3})[A-Za-z0-9._~+/=-]{8,4000}/gi,
  // Forms of well-known issuers.
  /\b(?:xox[a-z]|xapp|sk|pk|rk|gh[pousr]|github_pat|glpat|cw|whsec|AKIA|ASIA|AIza|ya29|shpat|SG)[-_.]?[A-Za-z0-9_.-]{16,400}/g,
  /\beyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{4,4000}(?:\.[A-Za-z0-9_-]{0,4000})?/g,
  // A session id of Salesforce: the org's id, an exclamation mark, the rest.
  /\b00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{20,400}/g,
  // User and password in an address.
  /(?<=:\/\/)[^\s"'\\/@:]{1,200}:[^\s"'\\/@]{1,200}(?=@)/g,
  // Long runs of letters and digits together, as keys have them; names of fields have underscores.
  /\b(?=[A-Za-z0-9+/-]*\d)(?=[A-Za-z0-9+/-]*[A-Za-z])[A-Za-z0-9+/-]{32,4000}={0,2}/g,
  // E-mail addresses.
  /[^\s@"'\\<>()[\]{},;:=]{1,64}@[^\s@"'\\<>()[\]{},;:=]{1,190}\.[A-Za-z]{2,24}/g,
];

/** Of one ask: what is hidden twice has one name. */
export function createMask(): Mask {
  const names = new Map<string, string>();
  const nameOf = (text: string): string => {
    const known = names.get(text);
    if (known !== undefined) return known;
    const name = `masked_${names.size + 1}_`;
    names.set(text, name);
    return name;
  };
  return {
    hide: (text) => hidden.reduce((masked, form) => masked.replace(form, nameOf), text),
    show: (text) => {
      const texts = new Map([...names].map(([hiddenText, name]) => [name, hiddenText]));
      return text.replaceAll(/masked_\d+_/g, (name) => texts.get(name) ?? name);
    },
  };
}
