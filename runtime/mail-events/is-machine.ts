/** What of a request says who made it. */
export interface Visit {
  readonly method: string;
  readonly header: (name: string) => string | undefined;
}

/** Whether a program followed the link: it looks ahead, or says what it is. */
export function isMachineClick({ method, header }: Visit): boolean {
  if (method === 'HEAD') return true;
  if (lookAhead.some((name) => /prefetch|preview|prerender/i.test(header(name) ?? ''))) return true;
  const agent = header('user-agent') ?? '';
  return agent === '' || programs.test(agent);
}

/**
 * Whether a program loaded the picture: mail services that load ahead for everybody (Apple's calls
 * itself nothing but `Mozilla/5.0`, Google's and Yahoo's give their names), or any program.
 */
export function isMachineOpen(visit: Visit): boolean {
  const agent = visit.header('user-agent') ?? '';
  return isMachineClick(visit) || /^Mozilla\/5\.0$/.test(agent.trim()) || /GoogleImageProxy|YahooMailProxy/i.test(agent);
}

const lookAhead = ['purpose', 'sec-purpose', 'x-purpose', 'x-moz'];

// Browsers say Mozilla/…; what says bot, and what is made to fetch or to look for dangers, does not read.
const programs =
  /bot\b|crawler|spider|\bscan|headless|phantomjs|preview|^curl\/|^wget\/|^python|^go-http|^java\/|^okhttp|^axios|^node|libwww|httpclient|barracuda|proofpoint|mimecast|ironport|messagelabs|trendmicro|symantec|safelinks|urldefense/i;
