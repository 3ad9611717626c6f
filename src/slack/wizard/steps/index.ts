/** The steps of the wizard, in the order on screen. */
import type { WizardStep } from '../step.ts';
import { createDestinationStep } from './destination.ts';
import { createFieldsStep } from './fields.ts';
import { createMappingStep } from './mapping.ts';
import { createPreviewStep } from './preview.ts';
import { createRecordsStep } from './records.ts';
import { createSaveStep } from './save.ts';
import type { SaveServices } from './save.ts';
import { createSettingsStep } from './settings.ts';
import { createSourceStep } from './source.ts';

export function createSteps(services: SaveServices): readonly WizardStep[] {
  return [
    createSourceStep(services),
    createFieldsStep(services),
    createRecordsStep(services),
    createDestinationStep(services),
    createMappingStep(services),
    createPreviewStep(services),
    createSettingsStep(services),
    createSaveStep(services),
  ];
}
