import { connectorContract } from '../../contracts/connector.ts';
import { startContractOrg } from './contract-salesforce.ts';

connectorContract('Salesforce', startContractOrg);
