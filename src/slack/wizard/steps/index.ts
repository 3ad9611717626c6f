/** The steps of the wizard, in the order on screen. */
import type { SlackServices } from '../../services.ts';
import type { WizardStep } from '../step.ts';
import { createMappingStep } from './mapping.ts';
import { createSettingsStep } from './settings.ts';
import { createSourceStep } from './source.ts';

export function createSteps(services: SlackServices): readonly WizardStep[] {
  return [createSourceStep(services), createMappingStep(services), createSettingsStep(services)];
}
