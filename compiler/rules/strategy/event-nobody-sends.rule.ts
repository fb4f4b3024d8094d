import type { CampaignAst } from '../../../grammar/ast/campaign.js';
import type { Located } from '../../../grammar/span.js';
import { eventsOfCampaign } from '../../names/events-of.js';
import { onceFor } from '../../once-for.js';
import type { ProjectView } from '../rule.js';
import { projectRule } from '../rule.js';

interface Silence {
  readonly because: string;
  readonly help: string;
}

/** A campaign that counts on an event of the product's own has to have what brings it about (domain.md N-09). */
export const eventNobodySends = projectRule('C4113', (project) => {
  const silent = silentEvents(project);
  if (silent.size === 0) return;
  for (const { campaign } of project.campaigns) {
    for (const { value: event, span } of once(campaign)) {
      const silence = silent.get(event);
      if (silence !== undefined) project.report(span, { event, ...silence });
    }
  }
});

/** One report an event: the others have the same cause. */
const once = onceFor((campaign: CampaignAst): readonly Located<string>[] => {
  const named = eventsOfCampaign(campaign);
  return named.filter(({ value }, index) => named.findIndex((other) => other.value === value) === index);
});

function silentEvents({ campaigns, scorings, scoringsComplete, declared }: ProjectView): ReadonlyMap<string, Silence> {
  const silent = new Map<string, Silence>();
  const add = (events: readonly string[], silence: Silence) => {
    for (const event of events) silent.set(event, silence);
  };
  if (scoringsComplete && scorings.length === 0) {
    const help = 'Write scoring/scoring.yaml, with the target under "ready:".';
    add(['sdr_ready', 'score_dropped', 'reopened'], { because: 'nothing is scored', help });
  }
  if (declared.schemaComplete && !declared.attributes.has('stage')) {
    const help = 'Declare it in schema/lead.yaml, with its values: stage: { type: enum, values: [lead, customer] }.';
    add(['stage_changed'], { because: 'leads have no attribute "stage"', help });
  }
  const links = declared.workspace?.links;
  if (declared.workspaceClean && links?.domain === undefined) {
    const help = 'Count clicks, in perennial.yaml: links: with domain: go.example.com below it.';
    add(['email_clicked'], { because: 'clicks are not counted', help });
  }
  if (declared.workspaceClean && links?.opens?.value !== true) {
    const help = 'Wait for what people do in the product instead: opens say little.';
    add(['email_opened'], { because: 'opens are not counted', help });
  }
  const tasks = campaigns.some(({ flow }) => flow.steps.some(({ kind }) => kind === 'task'));
  if (!tasks && declared.unread.size === 0) {
    const help = 'Give somebody a task: - task: call.';
    add(['task_completed', 'task_late'], { because: 'no campaign has a task', help });
  }
  // A schema that declares one has an application that sends it.
  for (const event of silent.keys()) if (declared.events.get(event)?.ast.span.file !== '') silent.delete(event);
  return silent;
}
