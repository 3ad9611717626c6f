import { connectorContract } from '../../contracts/connector.ts';
import { startContractOrg } from './contract-dynamics.ts';

connectorContract('Dynamics 365', startContractOrg);
