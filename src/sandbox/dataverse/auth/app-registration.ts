export interface Credentials {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What Entra knows of the app that logs in, and in which directory. */
export function appRegistration(): Credentials {
  return {
    tenantId: '5f1d7c2e-0b6a-4c93-9a58-2e4b7d90c116',
    clientId: '0c9f34d1-7a42-4b1e-8c56-91d2e3a7b805',
    clientSecret: 'sandbox~secret.5F2C9A',
  };
}

/** As its owner has set it up. */
export interface WebPlatform {
  /** Addresses that a person is sent back to. */
  readonly redirectUris: Set<string>;
}
