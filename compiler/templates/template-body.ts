/**
 * The template without its front matter and comments, at the same offsets and lines. Comments never
 * reach the message, so nothing in them is checked; Outlook's conditional ones are markup and stay.
 */
export function templateBody(text: string, bodyStart: number): string {
  return (blank(text.slice(0, bodyStart)) + text.slice(bodyStart)).replace(/<!--(?!\[|<!)[^]*?-->/g, blank);
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
