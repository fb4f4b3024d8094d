import type { Source } from '../../grammar/span.js';

/**
 * A repository of so many campaigns with twelve steps each, no two alike: names, conditions,
 * times and limits differ, as they do between campaigns that people write.
 *
 * Each campaign sends nine mails; every mail has its own template.
 */
export function madeRepository(campaigns: number): readonly Source[] {
  const made = Array.from({ length: campaigns }, (_, index) => index);
  return [
    { path: 'perennial.yaml', text: workspace },
    { path: 'schema/schema.yaml', text: schema },
    ...made.map((index) => ({ path: `campaigns/${nameOf(index)}.yaml`, text: campaign(index) })),
    ...made.flatMap((index) =>
      mails.map((mail) => ({ path: `templates/${nameOf(index)}/${mail}.mjml`, text: template(index, mail) })),
    ),
  ];
}

/** The campaign's file with one condition written anew, as an editor hands it over at a keystroke. */
export function editedCampaign(source: Source, turn: number): Source {
  return { ...source, text: source.text.replace(/score\.total >= \d+/, `score.total >= ${100 + turn}`) };
}

const mails = ['hello', 'first', 'tips', 'invite', 'guide', 'proof', 'prices', 'last-call', 'farewell'] as const;

function nameOf(index: number): string {
  return `campaign-${index}`;
}

const workspace = `dsl: 1
company: Northwind Documents
postal_address: 12 Harbour Street, 20457 Hamburg, Germany
zone: Europe/Berlin
activation: activated
hours:
  business: mon-fri 09:00-17:00
caps:
  - 3 marketing emails in 7d
over_cap: defer 5d then drop
topics:
  product-tips: { title: Product tips, opt: out }
  education: { title: Guides and webinars, opt: out }
senders:
  onboarding: { address: anna@northwind.example, label: Anna of Northwind, reply_to: anna@northwind.example }
`;

const schema = `lead:
  first_name: { type: text, personal: true, default: there, example: Ada, meaning: As the person wrote it. }
  company: { type: text, example: Quill and Sons, meaning: Where the person works. }
  country: { type: text, example: DE, meaning: ISO 3166 code. }
  seniority:
    type: enum
    values: [c_level, vp, manager, staff]
    default: staff
    example: manager
    meaning: Read from the title.
  company_size: { type: number, default: 1, example: 120, meaning: People in the company. }
  employee: { type: boolean, default: false, example: false, meaning: One of our own people. }
  trial_ends_at: { type: timestamp, example: 2026-03-01T09:00:00Z, meaning: The end of the trial. }
  plan:
    type: enum
    values: [free, trial, team, business]
    default: free
    example: trial
    meaning: What the account is on now.
events:
  signed_up:
    meaning: An account was created.
    properties:
      plan: { type: enum, values: [free, trial, team, business], default: free, example: trial }
      source: { type: text, default: web, example: web }
  page_viewed:
    meaning: A page was opened.
    properties:
      path: { type: text, default: /, example: /pricing }
  project_created:
    meaning: A project was begun.
    product: true
    properties:
      size: { type: number, default: 1, example: 3 }
  activated:
    meaning: The first value received.
    product: true
  subscription_started:
    meaning: Somebody pays.
`;

function campaign(index: number): string {
  const sizes = 10 + (index % 190);
  const plan = ['free', 'trial', 'team', 'business'][index % 4];
  const country = ['DE', 'AT', 'FR', 'NL', 'US'][index % 5];
  const hour = 8 + (index % 9);
  return `# What the ${index}th team sends to people who have just signed up.
campaign: ${nameOf(index)}
title: Welcome number ${index}
kind: onboarding
stage: lead
owner: team-${index % 40}
enter:
  - on: signed_up
    where: event.plan == "${plan}" and event.source != "partner-${index}"
    again: after ${30 + (index % 300)}d
leave:
  - on: subscription_started
  - when: lead.employee
goal: activated within ${60 + (index % 30)}d
email: topic product-tips from onboarding hours business
steps:
  - send: hello
  - send: first
    at: day 3 ${String(hour).padStart(2, '0')}:30 mon-fri spread 30min
    when: not did(project_created since entry)
  - wait: project
    after: 2d
    for: count(project_created since entry where event.size > ${index % 7}) >= ${1 + (index % 3)}
    at_most: ${3 + (index % 5)}d
    then:
      - send: tips
        after: 1d
      - send: invite
        after: 4d
        when: lead.company_size > ${sizes} and lead.country == "${country}"
    else:
      - send: guide
        after: 1d
  - if: big
    after: 3d
    when: score.total >= ${20 + (index % 60)} or (lead.seniority in ["c_level", "vp"] and lead.company_size >= ${sizes})
    then:
      - send: proof
        after: 2d
    else:
      - send: prices
        after: 2d
        when: did(page_viewed in last ${7 + (index % 20)}d where event.path == "/pricing")
  - task: call
    after: 4d
    team: success
    due: 48h
    when: lead.company_size > ${sizes * 2}
  - send: last-call
    after: 5d
    when: not did(activated since entry)
  - send: farewell
    after: 7d
`;
}

function template(index: number, mail: string): string {
  return `---
subject: ${mail} of ${index}
preheader: A word from team ${index % 40}
---
<mjml>
  <mj-body>
    <mj-section>
      <mj-column>
        <mj-text>Hello {{ lead.first_name }}, this is ${mail} of campaign ${index}.</mj-text>
        <mj-button href="https://app.northwind.example">Open it</mj-button>
        <mj-text>{{ company.name }}, {{ company.postal_address }}</mj-text>
        <mj-button href="https://app.northwind.example/${mail}/${index}">Open your project</mj-button>
        <mj-text><a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`;
}
