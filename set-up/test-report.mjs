/**
 * Counts what vitest's JSON reporter wrote. A file that cannot even be loaded holds no test, and
 * counts as one failure; so does a run that failed otherwise, or left no report.
 */
export function countTests(report, exitCode) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + unloaded;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

export function addUp(counts) {
  const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/** What did not run, a line for each file: a number alone is easily overlooked. */
export function tellSkipped(report, root) {
  const files = (report?.testResults ?? []).flatMap(({ name, assertionResults }) => {
    const titles = assertionResults.flatMap(({ status, title }) => (notRun.has(status) ? [title] : []));
    return titles.length === 0 ? [] : [{ file: name.replace(root, ''), titles }];
  });
  return files.map(({ file, titles: [first, ...rest] }) => `Skipped: ${file}: ${first}${rest.length === 0 ? '' : `, and ${rest.length} more`}`);
}

/** What passed at the second try only, a line for each test: somebody should find out why. */
export function tellRetried(report, root) {
  return (report?.testResults ?? []).flatMap(({ name, assertionResults }) =>
    assertionResults.flatMap(({ status, title, failureMessages = [] }) =>
      status === 'passed' && failureMessages.length > 0
        ? [`Passed at the second try: ${name.replace(root, '')}: ${title}: ${failureMessages[0].split('\n')[0]}`]
        : [],
    ),
  );
}

const notRun = new Set(['pending', 'skipped', 'todo']);
