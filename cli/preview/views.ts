/** One way in which readers see a mail. */
export interface View {
  readonly name: ViewName;
  readonly title: string;
  /** In CSS pixels. */
  readonly width: number;
}

export const viewNames = ['desktop', 'phone', 'dark', 'images-off'] as const;
export type ViewName = (typeof viewNames)[number];

export const views: readonly View[] = [
  { name: 'desktop', title: 'Desktop', width: 640 },
  { name: 'phone', title: 'Phone', width: 360 },
  { name: 'dark', title: 'Dark mode', width: 640 },
  { name: 'images-off', title: 'Images off', width: 640 },
];

/** What a mail may load: its own styles and pictures, never a script. */
export function mailPolicy(view: ViewName): string {
  const pictures = view === 'images-off' ? '' : 'img-src data: https:;';
  return `default-src 'none'; style-src 'unsafe-inline'; ${pictures} base-uri 'none'; form-action 'none'`;
}

const ownDark = /prefers-color-scheme\s*:\s*dark/i;

/** The mail as this view shows it; the policy goes with it wherever it is opened. */
export function viewHtml(html: string, view: ViewName): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="${mailPolicy(view)}">`;
  if (view !== 'dark') return withHead(html, policy);
  if (ownDark.test(html)) {
    // The frame is shown on a light page, so the mail's own answer to a dark one is switched on by hand.
    const dark = html
      .replace(/\(\s*prefers-color-scheme\s*:\s*dark\s*\)/gi, '(min-width: 0)')
      .replace(/\(\s*prefers-color-scheme\s*:\s*light\s*\)/gi, '(max-width: 0)');
    return withHead(dark, `${policy}<meta name="color-scheme" content="dark">`);
  }
  return withHead(html, policy + darkened);
}

/** Whether the dark view is the mail's own, or what a mail program makes of it. */
export function hasOwnDark(html: string): boolean {
  return ownDark.test(html);
}

/** As mail programs do with a mail that says nothing of it: lightness turned round, hues and pictures kept. */
const darkened =
  '<style>html{background:#fff;filter:invert(0.93) hue-rotate(180deg)}' +
  'img,video,[background],[style*="background-image"]{filter:invert(1) hue-rotate(180deg)}</style>';

function withHead(html: string, more: string): string {
  const head = /<head[^>]*>/i.exec(html);
  if (head === null) return more + html;
  const end = head.index + head[0].length;
  return html.slice(0, end) + more + html.slice(end);
}
