import type { Source } from '../../grammar/span.js';

/** Everything that a file of each sort can say, once; all of them are right. */
export const wideCampaignSource: Source = {
  path: 'campaigns/wide.yaml',
  text: `campaign: wide
was: narrow
kind: nurture
stage: lead
owner: x
cost: 1200 EUR
holdout: 10%
excludes: [a, b]
variants: lead.buying_role keep 20% generic
goal: order_placed where event.total > 100 within 30d
playlists:
  library:
    - tip-one
    - tip-two when lead.plan == "free"
in_flight:
  hello: move_to first
  all: finish_old
rollout: 10% hold when bounces > 2% or complaints > 0.1%
enter:
  - on: cart_updated
    unless: order_placed or cart_updated within 30min
    again: each event.cart_id
  - on: changed(lead.plan)
    where: event.old == "free"
  - becomes: not did(logged_in in last 14d)
    already: since 2026-09-01
    again: after 90d
  - at: account.renewal_date - 60d 09:00
    late: skip
    note: agreed with sales
  - every: year on lead.birthday 09:00
  - every: week on mon,thu 09:00 spread 2h
    to: customers one per account by score.fit
  - at: 2026-10-01 09:00 lead time spread 2h
    to: newsletter-readers
    late: skip
steps:
  - split: help-offer
    best: clicked(issue since entry) after 2d else short
    arms:
      short:
        share: 50%
        steps:
          - send: hello
            was: hi
            channel: sms
      winner:
        steps: [{ end: x }]
  - wait: reply
    for: replied(hello since entry) or (lead in power-users and account not in target-accounts)
    at_most: 3d
  - branch: b
    on: lead.plan
    cases:
      trial: [{ send: t }]
      "yes": [{ send: u }]
    else:
      - end: fin
  - task: qualify
    team: sdr
    assign:
      - enterprise when account.size > 1000
      - inbound by rotation
    due: 48h
    outcomes:
      qualified: [ { start: sales-opportunity } ]
      late: [ { task: escalate, team: sdr-leads } ]
  - do: enrich
    with:
      plan: = lead.plan
      deep: [1, { a: = now + 3d }]
    timeout: 30s
    failed: end
  - start: other
    campaign: sales
    when: lead not in campaign wide
  - set: tier
    attribute: account.tier
    to: 3
    when: account.size in 50..1000 and sequence(webinar_attended then trial_started in last 30d)
  - repeat: weekly
    every: 7d
    until: lead.plan == "pro"
    times: 12
    play: library
    none_left: end
`,
};

export const wideWorkspaceSource: Source = {
  path: 'perennial.yaml',
  text: `dsl: 1
company: Northwind Documents
postal_address: 12 Harbour Street, 20457 Hamburg, Germany
zone: Europe/Berlin
company_stage: growth
single_decision_maker: true
sales_cycle: 60d
quiet_hours: 22:00-07:00
holidays:
  germany: [2026-12-25, 01-01]
caps:
  - 3 marketing emails in 7d
priority: [renewal, onboarding]
holdout: 5%
topics:
  newsletter: { title: Newsletter, opt: double }
senders:
  onboarding: { address: anna@northwind.example }
channels:
  sms: { kind: http, url: https://sms.example, token: SMS_TOKEN, retries: 3 }
stages:
  customer: [new, grown]
sdr: { capacity: 40, response: 4h }
links:
  domain: go.northwind.example
  assets: https://assets.northwind.example
  opens: false
  utm: { source: perennial }
dkim:
  - { domain: northwind.example, selector: perennial, secret: DKIM_NORTHWIND }
pace:
  - { to: gmail.com, per_minute: 600, at_once: 5 }
retention: { events: 2y, leads: 3y, messages: 1y }
environments:
  production: {}
  staging: { allow: ['@northwind.example', anna@example.com] }
plugins: ['@northwind/crm']
`,
};

export const wideSchemaSource: Source = {
  path: 'schema/account.yaml',
  text: `account:
  size: { type: number }
events:
  feature_released:
`,
};

export const segmentsSource: Source = {
  path: 'segments/customers.yaml',
  text: `segments:
  customers: lead.plan == "pro"
  big-customers:
    when: lead in customers and account.size > 1000
    meaning: Customers of big firms.
`,
};

export const listSource: Source = {
  path: 'lists/target-accounts.csv',
  text: `domain,name
acme.example,"Acme, Inc."
`,
};

export const wideScoringSource: Source = {
  path: 'scoring/scoring.yaml',
  text: `ready: 100
fit:
  company: 30 when account in target-accounts
pain:
  intent-page: 10 on page_viewed where event.path == "/pricing" at most 1 per day fades 30d guess
account: fit max, pain sum, 60 per person
approved: [marketing, sales]
`,
};

export const wideTestsSource: Source = {
  path: 'tests/wide.test.yaml',
  text: `test: a maybe goes on
campaign: wide
lead: { plan: trial }
account: { size: 120 }
given: { help-offer: short, holdout: false }
events:
  - { at: 2026-03-27 10:00, event: signed_up }
  - { after: 1d, task: qualify, outcome: maybe }
expect:
  - { left: finished }
`,
};
