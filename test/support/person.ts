/**
 * Somebody who works in Slack. Acts by what stands on the screen, never by ids; the same stories run against the
 * playground's server and against its page in a browser.
 *
 * Acts wait for what they need to come up on the screen, within a bound; what does not come fails with the screen as
 * text. A label that fits more than one thing is an error that lists them: say which by `on` or `in`.
 */
export interface Person {
  readonly name: string;
  /** Sends a message: to a channel (`#crm-syncs`), a person or an app (`@Crosswalk`), or the open thread (`thread`). */
  says(where: string, text: string): Promise<void>;
  /** Runs a slash command in the open conversation, or in the channel given. */
  runs(command: string, where?: string): Promise<void>;
  /** Opens a channel (`#crm-syncs`) or direct messages (`@Crosswalk`). */
  opens(where: string): Promise<void>;
  opensHome(): Promise<void>;
  /** Opens the thread of the message that holds the text. */
  opensThread(text: string): Promise<void>;
  /** A button, an entry of an overflow menu, an option of a select, or the modal's submit or close button. */
  clicks(label: string, where?: Where): Promise<void>;
  /**
   * An option of the select, radio buttons, checkboxes or picker that has this label or placeholder; where several can
   * be chosen it is added. A list is all that is to be chosen; an empty one takes every choice back. People are chosen
   * by name, channels as `#crm-syncs`, dates as `2026-03-01`, times as `09:30`, moments as `2026-03-01T09:30:00Z`.
   */
  chooses(option: string | readonly string[], where: In): Promise<void>;
  /** Text that ends with a line break is ended with Enter. */
  types(text: string, where: In): Promise<void>;
  /** Types into a select that asks the app for its options; the answer can be seen and chosen. */
  searches(query: string, where: In): Promise<void>;
  /** The modal in front. */
  submits(): Promise<void>;
  /** Closes the modal in front by its own button, back to the one below. */
  goesBack(): Promise<void>;
  /** Closes all modals by the cross. */
  closes(): Promise<void>;
  /** Answers a confirmation with its confirming or its denying button. */
  confirms(): Promise<void>;
  declines(): Promise<void>;
  reacts(emoji: string, where: On): Promise<void>;
  invitesApp(channel: string): Promise<void>;
  /** Waits until a text is on the screen. */
  sees(text: string | RegExp, where?: On): Promise<void>;
  /** Waits until it is not, or no longer. */
  doesNotSee(text: string | RegExp, where?: On): Promise<void>;
  /** What a select or menu offers, by its label or placeholder, in order. */
  options(where: In): Promise<readonly string[]>;
  /** A file on the screen, by its name or title, as bytes. */
  downloads(file: string): Promise<Uint8Array>;
  /** All that is on the screen, as a person would read it out. */
  screenText(): Promise<string>;
}

export interface On {
  /** A text of the block, card, row or message that is meant; the smallest part of the screen that has it counts. */
  readonly on?: string;
}

export interface In {
  /** The label of the input, or the placeholder of the select. */
  readonly in: string;
  readonly on?: string;
}

export interface Where extends On {
  readonly in?: string;
}
