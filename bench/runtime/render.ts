import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mjml2html from 'mjml';
import { packageRoot } from '../../cli/package-root.js';
import { createLiquid } from '../../compiler/templates/liquid/liquid.js';
import type { MailInput } from '../../runtime/channels/email/render-mail.js';
import { renderMail } from '../../runtime/channels/email/render-mail.js';
import type { Bench, Result } from '../bench.js';
import { fewest, rounded, timed } from '../compiler/rounds.js';
import { releaseIn } from '../drip-stage.js';

const rounds = 5;
const mails = { ours: 2_000, yardstick: 60 } as const;
const campaign = 'nurture';
const message = 'good-start';

/**
 * A mail of the library for many leads: what was compiled at the check is filled in, against
 * compiling its MJML for each. The yardstick makes the HTML part alone; ours are whole messages.
 */
export const measureRender: Bench = async (progress) => {
  const input = await mailInput();
  const mjml = readFileSync(join(packageRoot(), 'campaigns', 'templates', campaign, `${message}.mjml`), 'utf8').replace(/^---\n[^]*?\n---\n/, '');
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    const oursMs = (await timed(() => renderAll(input))) / mails.ours;
    const theirsMs = (await timed(() => compileAll(mjml, input))) / mails.yardstick;
    progress(`render: ${oursMs.toFixed(3)} ms, compiling for each ${theirsMs.toFixed(1)} ms`);
    if (round === 0) continue;
    ours.push(oursMs);
    theirs.push(theirsMs);
  }
  const result = (name: string, value: number, ratio?: number): Result => ({ name, value: rounded(value), unit: 'ms a mail', ...(ratio === undefined ? {} : { ratio: rounded(ratio) }) });
  return [
    // How many times faster.
    result('render', fewest(ours), fewest(theirs) / fewest(ours)),
    result('render-compiling', fewest(theirs)),
  ];
};

function renderAll(input: MailInput): void {
  for (let mail = 0; mail < mails.ours; mail += 1) {
    const { html } = renderMail({ ...input, messageId: `<${mail}@bench.example>`, lead: leadOf(mail) });
    if (!html.includes(nameOf(mail))) throw new Error('the mail does not name its reader');
  }
}

async function compileAll(mjml: string, { company, entry, unsubscribeUrl }: MailInput): Promise<void> {
  const liquid = createLiquid();
  for (let mail = 0; mail < mails.yardstick; mail += 1) {
    const filled = liquid.parseAndRenderSync(mjml, {
      lead: leadOf(mail),
      entry: entry.properties,
      company: { name: company.name, postal_address: company.postalAddress },
      unsubscribe_url: unsubscribeUrl,
    });
    const { html } = await mjml2html(filled, { keepComments: false, validationLevel: 'soft', fonts: {} });
    if (!html.includes(nameOf(mail))) throw new Error('the mail does not name its reader');
  }
}

async function mailInput(): Promise<MailInput> {
  const { workspace, campaigns } = await releaseIn('campaigns');
  const content = campaigns.find(({ plan }) => plan.campaign === campaign)?.content.messages[message];
  const sender = workspace.senders['education'];
  if (content === undefined || sender === undefined) throw new Error(`the library has no mail ${campaign}/${message}`);
  return {
    content,
    sender,
    company: { name: workspace.company, postalAddress: workspace.postalAddress },
    schema: workspace.schema,
    lead: leadOf(0),
    entry: { name: 'white_paper_downloaded', properties: { title: 'Contracts without paper' } },
    zone: 'Europe/Berlin',
    messageId: '<0@bench.example>',
    unsubscribeUrl: 'https://bench.example/u/token',
  };
}

function leadOf(mail: number): Readonly<Record<string, unknown>> {
  return { email: `lead-${mail}@bench.example`, first_name: nameOf(mail) };
}

function nameOf(mail: number): string {
  return `Ada-${mail}`;
}
