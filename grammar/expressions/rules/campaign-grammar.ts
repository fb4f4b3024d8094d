import type { ParserMethod } from 'chevrotain';
import type {
  CostAst,
  EmailAst,
  GoalAst,
  InFlightChoiceAst,
  PlaylistItemAst,
  RolloutAst,
  RolloutMetric,
  VariantsAst,
} from '../../ast/campaign.js';
import type { AssignAst, BestAst } from '../../ast/step.js';
import { closest } from '../../did-you-mean.js';
import type { Span } from '../../span.js';
import { EntryGrammar } from './entry-grammar.js';
import { readText } from '../literals.js';
import * as t from '../tokens.js';

type EmailParts = { -readonly [Part in keyof Omit<EmailAst, 'span'>]: EmailAst[Part] };

/** What a campaign and its steps say beside moments and conditions. */
export class CampaignGrammar extends EntryGrammar {
  readonly goal: ParserMethod<[], GoalAst> = this.RULE('goal', () => {
    const start = this.LA(1);
    const event = this.SUBRULE(this.name);
    const where = this.OPTION(() => {
      this.CONSUME(t.Where);
      return this.SUBRULE(this.condition);
    });
    this.CONSUME(t.Within);
    const within = this.SUBRULE(this.duration);
    return { event, ...(where === undefined ? {} : { where }), within, span: this.spanFrom(start) };
  });

  readonly email: ParserMethod<[], EmailAst> = this.RULE('email', () => {
    const start = this.LA(1);
    const parts: EmailParts = {};
    const said = new Set<string>();
    this.AT_LEAST_ONE({
      ERR_MSG: 'topic, from, hours or transactional',
      DEF: () => {
        const part = this.LA(1);
        if (said.has(part.image)) this.complain('C0321', this.spanOf(part), { part: part.image });
        said.add(part.image);
        this.OR([
          {
            ALT: () => {
              this.CONSUME(t.Topic);
              parts.topic = this.SUBRULE(this.name);
            },
          },
          {
            ALT: () => {
              this.CONSUME(t.From);
              parts.from = this.SUBRULE2(this.name);
            },
          },
          {
            ALT: () => {
              this.CONSUME(t.Hours);
              parts.hours = this.SUBRULE3(this.name);
            },
          },
          {
            ALT: () => {
              this.CONSUME(t.Transactional);
              const text = this.CONSUME(t.Text);
              const reason = this.located(text, readText(text.image));
              const reviewed = this.OPTION(() => {
                this.CONSUME(t.Reviewed);
                return this.SUBRULE4(this.name);
              });
              parts.transactional = { reason, ...(reviewed === undefined ? {} : { reviewed }) };
            },
          },
        ]);
      },
    });
    return { ...parts, span: this.spanFrom(start) };
  });

  readonly cost: ParserMethod<[], CostAst> = this.RULE('cost', () => {
    const start = this.LA(1);
    const amount = this.SUBRULE(this.locatedNumber);
    const currency = this.SUBRULE(this.name);
    this.ACTION(() => {
      if (/^[A-Z]{3}$/.test(currency.value)) return;
      this.complain('C0306', currency.span, { expected: 'a currency such as EUR', found: currency.value });
    });
    return { amount, currency, span: this.spanFrom(start) };
  });

  readonly variants: ParserMethod<[], VariantsAst> = this.RULE('variants', () => {
    const start = this.LA(1);
    const by = this.SUBRULE(this.path);
    const generic = this.OPTION(() => {
      this.CONSUME(t.Keep);
      const share = this.SUBRULE(this.share);
      this.CONSUME(t.Generic);
      return share;
    });
    return { by, ...(generic === undefined ? {} : { generic }), span: this.spanFrom(start) };
  });

  readonly inFlight: ParserMethod<[], InFlightChoiceAst> = this.RULE('inFlight', (): InFlightChoiceAst => {
    const word = this.CONSUME(t.Word);
    const step = this.OPTION(() => this.SUBRULE(this.name));
    return this.ACTION((): InFlightChoiceAst => {
      const span = this.spanFrom(word);
      const known = inFlightWords.find((choice) => choice === word.image);
      if (known === 'move_to') {
        if (step === undefined) this.complain('C0306', span, { expected: 'a step', after: word.image });
        else return { kind: 'move_to', step, span };
      } else if (known !== undefined) {
        if (step !== undefined) this.complain('C0307', step.span, { found: step.value, after: known });
        return { kind: known, span };
      } else this.complainOfWord(word.image, this.spanOf(word), 'in_flight', inFlightWords);
      return { kind: 'end', span };
    });
  });

  readonly rollout: ParserMethod<[], RolloutAst> = this.RULE('rollout', () => {
    const start = this.LA(1);
    const share = this.SUBRULE(this.share);
    const holdWhen: RolloutAst['holdWhen'][number][] = [];
    this.OPTION(() => {
      this.CONSUME(t.Hold);
      this.CONSUME(t.When);
      this.AT_LEAST_ONE_SEP({ SEP: t.Or, DEF: () => holdWhen.push(this.SUBRULE(this.limit)) });
    });
    return { share, holdWhen, span: this.spanFrom(start) };
  });

  private readonly limit: ParserMethod<[], RolloutAst['holdWhen'][number]> = this.RULE('limit', () => {
    const word = this.CONSUME(t.Word);
    const sign = this.CONSUME(t.Compare);
    const above = this.SUBRULE(this.share);
    return this.ACTION(() => {
      const metric = rolloutMetrics.find((known) => known === word.image);
      if (metric === undefined) this.complainOfWord(word.image, this.spanOf(word), 'rollout', rolloutMetrics);
      if (sign.image !== '>') {
        this.complain('C0306', this.spanOf(sign), { expected: '">"', after: word.image, found: sign.image });
      }
      return { metric: this.located(word, metric ?? 'bounces'), above };
    });
  });

  readonly playlistItem: ParserMethod<[], PlaylistItemAst> = this.RULE('playlistItem', () => {
    const start = this.LA(1);
    const template = this.SUBRULE(this.name);
    const when = this.OPTION(() => {
      this.CONSUME(t.When);
      return this.SUBRULE(this.condition);
    });
    return { template, ...(when === undefined ? {} : { when }), span: this.spanFrom(start) };
  });

  readonly best: ParserMethod<[], BestAst> = this.RULE('best', () => {
    const start = this.LA(1);
    const measure = this.SUBRULE(this.condition);
    this.CONSUME(t.After);
    const after = this.SUBRULE(this.duration);
    this.CONSUME(t.Else);
    const otherwise = this.SUBRULE(this.name);
    return { measure, after, else: otherwise, span: this.spanFrom(start) };
  });

  readonly assign: ParserMethod<[], AssignAst> = this.RULE('assign', () => {
    const start = this.LA(1);
    const to = this.SUBRULE(this.name);
    const when = this.OPTION(() => {
      this.CONSUME(t.When);
      return this.SUBRULE(this.condition);
    });
    const by = this.OPTION2(() => {
      this.CONSUME(t.By);
      return this.SUBRULE2(this.name);
    });
    return this.ACTION((): AssignAst => {
      const known = assignWays.find((way) => way === by?.value);
      if (by !== undefined && known === undefined) this.complainOfWord(by.value, by.span, 'by', assignWays);
      return {
        to,
        ...(when === undefined ? {} : { when }),
        ...(by === undefined || known === undefined ? {} : { by: { value: known, span: by.span } }),
        span: this.spanFrom(start),
      };
    });
  });

  private complainOfWord(text: string, span: Span, key: string, known: readonly string[]): void {
    const near = closest(text, known);
    const fixes = near
      .slice(0, 1)
      .map((word) => ({ title: `write ${word}`, safety: 'unsafe' as const, edits: [{ span, text: word }] }));
    this.complain('C1006', span, { key, text, near, known }, { fixes });
  }
}

const inFlightWords = ['finish_old', 'adopt', 'move_to', 'end'] as const;
const rolloutMetrics: readonly RolloutMetric[] = ['bounces', 'complaints', 'unsubscribes'];
const assignWays = ['rotation', 'random', 'owner'] as const;
