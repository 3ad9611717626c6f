/** What a person does in the workspace: the other half of the contract in screen.ts. Everything here is JSON. */

export type Surface =
  | { readonly kind: 'message'; readonly conversation: string; readonly ts: string }
  | { readonly kind: 'view'; readonly viewId: string };

export interface ElementAddress {
  readonly surface: Surface;
  readonly blockId: string;
  readonly actionId: string;
}

/**
 * What a person puts into an element, by its kind:
 *
 * | element                                              | value                                               |
 * | ---------------------------------------------------- | --------------------------------------------------- |
 * | button, icon_button, workflow_button                 | none                                                |
 * | feedback_buttons, overflow, radio_buttons, static_select, external_select | the option's value; null takes a select's choice back |
 * | checkboxes, multi_static_select, multi_external_select | the values of all that are chosen                 |
 * | users_select, conversations_select, channels_select  | an id or null; the multi ones a list of ids         |
 * | plain_text, email, url, number and rich text inputs  | the text                                            |
 * | datepicker, timepicker                               | `2026-03-01`, `09:30`, or null                      |
 * | datetimepicker                                       | seconds since 1970, or null                         |
 * | file_input                                           | ids from earlier `upload` acts                      |
 */
export type ElementInput = string | number | readonly string[] | null;

export type Act =
  | { readonly act: 'open-conversation'; readonly conversation: string }
  | { readonly act: 'open-direct-message'; readonly person: string }
  | { readonly act: 'open-home' }
  | { readonly act: 'open-thread'; readonly conversation: string; readonly ts: string }
  | { readonly act: 'close-thread' }
  /** Text that begins with a command's name runs it. `@handle` and `#channel` become mentions. */
  | {
      readonly act: 'post';
      readonly conversation: string;
      readonly text: string;
      readonly threadTs?: string;
      /** Ids from earlier `upload` acts. */
      readonly files?: readonly string[];
    }
  | { readonly act: 'join'; readonly conversation: string }
  | { readonly act: 'invite'; readonly conversation: string; readonly member: string }
  | { readonly act: 'remove'; readonly conversation: string; readonly member: string }
  | {
      readonly act: 'react';
      readonly conversation: string;
      readonly ts: string;
      readonly name: string;
      /** Default false. */
      readonly isTakenBack?: boolean;
    }
  /** Clicks, chooses or types. `isEntered` says that a text was ended with Enter. */
  | {
      readonly act: 'use';
      readonly element: ElementAddress;
      readonly value?: ElementInput;
      readonly isEntered?: boolean;
    }
  /** Opens the menu of an external select. */
  | { readonly act: 'load-options'; readonly element: ElementAddress; readonly query: string }
  | { readonly act: 'close-menu' }
  /** Answers the confirmation on the screen. */
  | { readonly act: 'answer-dialog'; readonly isConfirmed: boolean }
  | { readonly act: 'submit'; readonly viewId: string }
  /** The view's own button, Escape, or the cross, which closes the whole stack. */
  | { readonly act: 'close'; readonly viewId: string; readonly isWholeStack?: boolean }
  | { readonly act: 'run-shortcut'; readonly callbackId: string; readonly message?: MessageAddress }
  /** Bytes in base64; the result holds the file's id. */
  | { readonly act: 'upload'; readonly name: string; readonly mimetype: string; readonly content: string }
  | { readonly act: 'dismiss-toast'; readonly id: string }
  /** Asks first. Only for owners and admins. */
  | { readonly act: 'remove-app' };

export interface MessageAddress {
  readonly conversation: string;
  readonly ts: string;
}

export interface ActResult {
  /** Of the screen, once what follows at once from the act is on it. */
  readonly version: number;
  readonly fileId?: string;
}
