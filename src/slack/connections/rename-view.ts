import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { maxNameLength } from '../../domain/draft-check.ts';
import { UserError } from '../../domain/errors.ts';
import type { ListedConnection } from '../../operations/list-connections.ts';
import { input, modal } from '../blocks/index.ts';
import { textInput } from '../blocks/inputs.ts';
import type { ShownView } from '../feature.ts';
import { connectionIds } from './connection-buttons.ts';

/** Block and action. The operation points at it by this path. */
const nameId = 'name';

/** What the modal keeps. Forged requests may hold anything. */
const form = z.object({
  connection: z.string(),
  /** The view that lists connections. */
  below: z.string(),
});
export type RenameForm = Readonly<z.infer<typeof form>>;

export function renameView({ name }: ListedConnection, kept: RenameForm): ModalView {
  return modal({
    title: 'Rename connection',
    callbackId: connectionIds.renameCallback,
    submit: 'Rename',
    close: 'Cancel',
    privateMetadata: JSON.stringify(kept),
    blocks: [
      input('Name', textInput(nameId, { value: name, maxLength: maxNameLength }), {
        blockId: nameId,
        hint: 'Jobs go on as before. Jobs files have to call it by the new name.',
      }),
    ],
  });
}

/** @throws UserError where the modal is none of ours */
export function readRename({ privateMetadata, values }: ShownView): RenameForm & { readonly name: string } {
  try {
    const kept = form.parse(JSON.parse(privateMetadata));
    return { ...kept, name: values[nameId]?.[nameId]?.value ?? '' };
  } catch (cause) {
    throw new UserError('This page belongs to an older version of Crosswalk. Close it and open it again.', {
      code: 'unknown_page',
      cause,
    });
  }
}
