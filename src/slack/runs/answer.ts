import type { ActionCall, Told } from '../feature.ts';

/**
 * Does what a button asks for and says what became of it where the person looks: at a message, or in the modal that
 * the button stands in. null says nothing.
 */
export type Answer = (call: ActionCall, work: () => Promise<Told | null>) => Promise<void>;
