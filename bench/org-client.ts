import type { CrmClient } from '../src/connectors/connector.ts';
import { createSalesforceConnector } from '../src/connectors/salesforce/index.ts';
import { createSessionSource } from '../src/connectors/session-source.ts';
import type { OrgAddress } from './org-pages.ts';

/** The connector's own client, which reads everything by Bulk API 2.0. */
export function openOrgClient({ url, clientId, clientSecret }: OrgAddress): CrmClient {
  const connector = createSalesforceConnector({});
  const settings = connector.parseSettings({
    loginUrl: url,
    auth: { grant: 'client-credentials', clientId, clientSecret },
  });
  return connector.openClient({
    sessions: createSessionSource(() => connector.logIn(settings)),
    bulkThresholdRows: 0,
  });
}
