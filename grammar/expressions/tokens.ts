import { createToken, Lexer, type TokenType } from 'chevrotain';

/** Words that can never be a name: they stand where a value begins. */
export const reservedWords = ['and', 'or', 'not', 'true', 'false', 'now'] as const;

/** Sources of token patterns; a word does not end in a hyphen, so `a- b` is a minus without spaces. */
const word = '[A-Za-z_](?:[\\w-]*\\w)?';
const weekday = '(?:mon|tue|wed|thu|fri|sat|sun)';

export const WhiteSpace = createToken({ name: 'WhiteSpace', pattern: /[ \t\r\n]+/, group: Lexer.SKIPPED });

export const Word = createToken({ name: 'Word', label: 'a name', pattern: new RegExp(word) });
export const Path = createToken({ name: 'Path', label: 'a name such as lead.plan', pattern: new RegExp(`${word}(?:\\.${word})+`) });
export const StepPath = createToken({ name: 'StepPath', label: 'a step', pattern: new RegExp(`${word}/${word}`) });
export const Weekdays = createToken({
  name: 'Weekdays',
  label: 'weekdays such as mon-fri',
  pattern: new RegExp(`${weekday}(?:-${weekday})?(?![\\w-])`),
  categories: [Word],
});

export const DateLiteral = createToken({
  name: 'DateLiteral',
  label: 'a date',
  pattern: /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?(?![\w:])/,
});
export const TimeOfDay = createToken({ name: 'TimeOfDay', label: 'a time such as 09:00', pattern: /\d{1,2}:\d{2}(?![\w:])/ });
export const Quantity = createToken({ name: 'Quantity', label: 'a duration such as 3d', pattern: /\d+(?:\.\d+)?[A-Za-z_]\w*/ });
export const NegativeNumber = createToken({ name: 'NegativeNumber', label: 'a number', pattern: /-\d+(?:\.\d+)?(?![\w:-]|\.(?!\.))/ });
export const Percentage = createToken({ name: 'Percentage', label: 'a percentage such as 10%', pattern: /\d+(?:\.\d+)?%/ });
export const NumberLiteral = createToken({ name: 'NumberLiteral', label: 'a number', pattern: /\d+(?:\.\d+)?/ });
export const Text = createToken({ name: 'Text', label: 'a text in double quotes', pattern: /"(?:[^"\\\n]|\\[^\n])*"/ });

export const Compare = createToken({ name: 'Compare', label: 'a comparison', pattern: /==|!=|<=|>=|<|>/ });
export const Plus = createToken({ name: 'Plus', label: '"+"', pattern: /\+/ });
export const Minus = createToken({ name: 'Minus', label: '"-"', pattern: /-/ });
export const Times = createToken({ name: 'Times', label: '"*"', pattern: /\*/ });
export const Slash = createToken({ name: 'Slash', label: '"/"', pattern: /\// });
export const Range = createToken({ name: 'Range', label: '".."', pattern: /\.\./ });
export const Dot = createToken({ name: 'Dot', label: '"."', pattern: /\./ });
export const Comma = createToken({ name: 'Comma', label: '","', pattern: /,/ });
export const LeftParen = createToken({ name: 'LeftParen', label: '"("', pattern: /\(/ });
export const RightParen = createToken({ name: 'RightParen', label: '")"', pattern: /\)/ });
export const LeftBracket = createToken({ name: 'LeftBracket', label: '"["', pattern: /\[/ });
export const RightBracket = createToken({ name: 'RightBracket', label: '"]"', pattern: /\]/ });

const keywords = new Map<string, TokenType>();

/** A word with a meaning of its own; where only a name fits it is a name, unless reserved. */
function keyword(text: string, reserved = false): TokenType {
  const token = createToken({
    name: `Word_${text}`,
    label: `"${text}"`,
    pattern: new RegExp(text),
    longer_alt: Word,
    ...(reserved ? {} : { categories: [Word] }),
  });
  keywords.set(text, token);
  return token;
}

export const And = keyword('and', true);
export const Or = keyword('or', true);
export const Not = keyword('not', true);
export const True = keyword('true', true);
export const False = keyword('false', true);
export const Now = keyword('now', true);

export const In = keyword('in');
export const Is = keyword('is');
export const Set_ = keyword('set');
export const Contains = keyword('contains');
export const Starts = keyword('starts');
export const Ends = keyword('ends');
export const With = keyword('with');

export const Did = keyword('did');
export const Count = keyword('count');
export const Sum = keyword('sum');
export const Latest = keyword('latest');
export const Sent = keyword('sent');
export const Opened = keyword('opened');
export const Clicked = keyword('clicked');
export const Replied = keyword('replied');
export const Sequence = keyword('sequence');
export const Campaign = keyword('campaign');
export const TimeWord = keyword('time');
export const Since = keyword('since');
export const Before = keyword('before');
export const Entry = keyword('entry');
export const Ever = keyword('ever');
export const Last = keyword('last');
export const Between = keyword('between');
export const Where = keyword('where');

export const Day = keyword('day');
export const Week = keyword('week');
export const Month = keyword('month');
export const Year = keyword('year');
export const Lead = keyword('lead');
export const Account = keyword('account');
export const Workspace = keyword('workspace');
export const Spread = keyword('spread');
export const Never = keyword('never');
export const Always = keyword('always');
export const After = keyword('after');
export const Changed = keyword('changed');
export const One = keyword('one');
export const By = keyword('by');
export const Each = keyword('each');
export const Within = keyword('within');
export const Topic = keyword('topic');
export const From = keyword('from');
export const Hours = keyword('hours');
export const Transactional = keyword('transactional');
export const Reviewed = keyword('reviewed');
export const Marketing = keyword('marketing');
export const Emails = keyword('emails');
export const Email = keyword('email');
export const Keep = keyword('keep');
export const Generic = keyword('generic');
export const Hold = keyword('hold');
export const Defer = keyword('defer');
export const Then = keyword('then');
export const Else = keyword('else');
export const Drop = keyword('drop');
export const When = keyword('when');
export const On = keyword('on');
export const Once = keyword('once');
export const At = keyword('at');
export const Most = keyword('most');
export const Per = keyword('per');
export const Fades = keyword('fades');
export const Person = keyword('person');
export const Fit = keyword('fit');
export const Pain = keyword('pain');
export const Max = keyword('max');
export const Guess = keyword('guess');
export const Calibrated = keyword('calibrated');

/** What a word means by itself, by its letters. */
export const keywordOf: ReadonlyMap<string, TokenType> = keywords;

/** Longer words first: `emails` before `email`. */
export const keywordTokens: readonly TokenType[] = [...keywords.values()].sort((a, b) => b.name.length - a.name.length);
