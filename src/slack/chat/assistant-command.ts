import { bold } from '../blocks/index.ts';
import type { SubCommand } from '../feature.ts';
import type { SlackServices } from '../services.ts';

/** `/crosswalk assistant on | off`: whether the assistant asks its model. */
export function assistantCommand({ operations }: Pick<SlackServices, 'operations'>): SubCommand {
  return {
    name: 'assistant',
    usage: '[on | off]',
    summary: "Say what answers plain English, or switch the assistant's model on or off",
    async handle({ context, text, tell }) {
      const wanted = text.trim().toLowerCase();
      const isSwitch = wanted === 'on' || wanted === 'off';
      const { model, usesModel, switched } = isSwitch
        ? await operations.setAssistant(context, { usesModel: wanted === 'on' })
        : await operations.showAssistant(context);
      if (usesModel) {
        await tell({
          text: `The model ${bold(model ?? '')} answers; where it does not, the built-in translator does.`,
        });
        return;
      }
      const why = switched?.isOn === false ? ' An admin has switched the model off.' : '';
      await tell({ text: `The built-in translator answers; no model is asked.${why}` });
    },
  };
}
