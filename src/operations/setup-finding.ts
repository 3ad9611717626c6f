import { isTold } from '../domain/errors.ts';

/** `failed`: something does not work. `warning`: it works, and somebody should look at it. */
export interface SetupCheck {
  readonly name: string;
  readonly outcome: 'ok' | 'warning' | 'failed';
  /** What was found, and where it is not ok, what to do. */
  readonly detail: string;
}

export type Finding = Omit<SetupCheck, 'name'>;

export const ok = (detail: string): Finding => ({ outcome: 'ok', detail });
export const warning = (detail: string): Finding => ({ outcome: 'warning', detail });
export const failed = (detail: string): Finding => ({ outcome: 'failed', detail });

/** Whatever is meant for people is a finding; anything else is a bug, and fails loudly. */
export async function check(name: string, look: () => Promise<Finding>): Promise<SetupCheck> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    if (!isTold(error)) throw error;
    return { name, ...failed(error.message) };
  }
}
