import { withoutEmptyKey } from '../remove-key.js';
import { campaignRule } from '../rule.js';

/** Where leads are to part ways, or to be sent the next of several, there is something to choose from. */
export const emptyChoice = campaignRule('C4131', ({ campaign, flow, source, clean, stepSays, report }) => {
  // What could not be read was written.
  if (!clean) return;
  for (const { name, items } of campaign.playlists) {
    if (items.length === 0) report(name.span, { what: name.value, of: 'playlists', help: 'Name its templates: [ tip-one, tip-two ].' });
  }
  for (const step of flow.steps) {
    const at = { of: step.id.value };
    if (step.kind === 'branch' && step.cases.length === 0) {
      report(step.id.span, { ...at, what: 'cases', help: 'Write the steps of at least one value, or remove the step.' });
    }
    if (step.kind === 'task' && step.outcomes.length === 0 && stepSays(step, 'outcomes')) {
      const edits = withoutEmptyKey(source, step, 'outcomes');
      // Whether the lead was to wait for an answer only the author knows.
      const fixes = edits.length === 0 ? [] : [{ title: 'Remove "outcomes"', safety: 'unsafe' as const, edits }];
      const help = 'Write them, done: [ … ]; or leave the key out: then nobody waits.';
      report(step.id.span, { ...at, what: 'outcomes', help }, { fixes });
    }
  }
});
