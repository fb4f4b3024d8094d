import { decodeCampaign } from './grammar/decode/decode-campaign.js';
import { decodeScoring } from './grammar/decode/decode-scoring.js';
import { decodeSchema } from './grammar/decode/decode-schema.js';
import { decodeWorkspace } from './grammar/decode/decode-workspace.js';
import { decodeTests } from './grammar/decode/decode-tests.js';
import * as s from './test/grammar/sources.js';
const show = (d: any, src: any) => { console.log(d.diagnostics.map((e: any)=>[e.code,e.message,src.text.slice(e.span.start,e.span.end),e.help].join(' | '))); console.log(JSON.stringify(d.value, (k, v) => k === 'span' ? src.text.slice(v.start, v.end) : v instanceof Map ? [...v] : v)); };
show(decodeCampaign(s.campaignSource), s.campaignSource);
show(decodeScoring(s.scoringSource), s.scoringSource);
show(decodeSchema(s.schemaSource), s.schemaSource);
show(decodeWorkspace(s.workspaceSource), s.workspaceSource);
show(decodeTests(s.testsSource), s.testsSource);
const bad = {path:'campaigns/x.yaml', text:`campaign: 12
titel: foo
kind: welcome
stage:
owner: [a]
enter:
  - on: signed_up
    wher: x
  - becomes: not did(x)
  - on: changed(lead.plan)
excludes: [a]
goal: activated in 14d
steps:
  - sned: hello
  - send:
    when: lead.x = 3
  - send: a
    wait: b
    late: skp
    when: lead.x == "a #b"
  - split: x
    arms: {}
  - task: t
    outcomes: {}
  - if: f
    then:
      - foo
  - set: s
    attribute: lead.x
    to: "lead.y = 'a'"
  -
  - send: w
    when: >-
      lead.a and
      lead.b &&
      lead.c
`};
show(decodeCampaign(bad), bad);
