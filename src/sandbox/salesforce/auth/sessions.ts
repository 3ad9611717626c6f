import { randomBytes } from 'node:crypto';

/** Sessions that were given and neither ended nor were pushed out by newer ones. */
const maxSessions = 1_000;

export interface Sessions {
  open(): string;
  isOpen(token: string): boolean;
  expire(token: string): void;
  expireAll(): void;
}

export function createSessions(orgId: string): Sessions {
  const open = new Set<string>();
  return {
    open() {
      const token = `${orgId.slice(0, 15)}!${randomBytes(48).toString('base64url')}`;
      open.add(token);
      if (open.size > maxSessions) {
        for (const oldest of open) {
          open.delete(oldest);
          break;
        }
      }
      return token;
    },
    isOpen: (token) => open.has(token),
    expire: (token) => void open.delete(token),
    expireAll: () => open.clear(),
  };
}
