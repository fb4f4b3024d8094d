import type { Source } from '../../grammar/span.js';

/** Files as the language reference shows them; all of them are right. */
export const workspaceSource: Source = {
  path: 'perennial.yaml',
  text: `dsl: 1
company: Northwind Documents
postal_address: 12 Harbour Street, 20457 Hamburg, Germany
zone: Europe/Berlin                 # where a lead has none
activation: activated
free_trial: true
hours:
  business: mon-fri 09:00-17:00     # in the lead's zone
caps:
  - 3 marketing emails in 7d        # rolling
  - 2 marketing emails in 24h
over_cap: defer 5d then drop
topics:
  product-tips: { title: Product tips, opt: out }
senders:
  onboarding: { address: anna@northwind.example, label: Anna of Northwind, reply_to: anna@northwind.example }
kinds: []
`,
};

export const schemaSource: Source = {
  path: 'schema/lead.yaml',
  text: `lead:
  email: { type: text, personal: true, example: ada@example.com }
  plan: { type: enum, values: [free, trial, pro], default: free, example: trial }
  company_size: { type: number, example: 120 }
  trial_ends_at: { type: timestamp, example: 2026-03-01T00:00:00Z }
events:
  signed_up:
    meaning: An account was created.
    product: true
    effort: 2
    properties:
      plan: { type: enum, values: [free, trial, pro], example: trial }
`,
};

export const campaignSource: Source = {
  path: 'campaigns/trial-welcome.yaml',
  text: `campaign: trial-welcome
title: Welcome a new trial
kind: welcome
stage: lead
owner: lifecycle-team
cost: 1200 EUR
enter:
  - on: signed_up
    where: event.plan == "trial"
    again: never                    # never | always | after 180d
leave:
  - on: subscription_started
  - when: lead.employee
goal: activated within 14d
email: topic product-tips from onboarding hours business
steps:
  - send: hello
  - send: first-project
    at: day 2 09:30 mon-fri spread 30min
    when: not did(project_created since entry)
  - wait: project
    for: project_created
    at_most: 3d
    then:
      - send: invite-team
    else:
      - task: book-call
        team: success
        due: 48h
  - set: offer
    attribute: lead.offered_upgrade
    to: true
  - if: big
    when: lead.company_size >= 50
    then:
      - end: stop
  - send: trial-ending
    at: lead.trial_ends_at - 3d 09:00
    late: skip
`,
};

export const scoringSource: Source = {
  path: 'scoring/scoring.yaml',
  text: `ready: 100
fit:
  title:
    - 25 when lead.seniority in ["c_level", "vp"]
    - 10 when lead.seniority == "manager"
  company: 30 when lead.target_account
pain:
  demo-requested: 20 on demo_requested once guess
  intent-page: 10 on page_viewed where event.path in ["/pricing", "/faq"] at most 1 per day guess
limits:
  intent-page: 30
approved: [ marketing, sales ]
`,
};

export const testsSource: Source = {
  path: 'tests/trial-welcome.test.yaml',
  text: `test: an activated trial hears nothing more
campaign: trial-welcome
lead: { plan: trial, time_zone: Europe/Berlin, email: a@example.com }
events:
  - { at: 2026-03-27 10:00, event: signed_up, with: { plan: trial } }
  - { after: 20h, event: activated }        # since the event before
expect:
  - { sent: hello, at: 2026-03-27 10:00 }
  - { skipped: first-project }
  - { task: book-call }
  - { left: goal }
`,
};
