import { projectRule } from '../rule.js';

/**
 * Scoring begins when there are more leads than anybody can follow up (domain.md N-05).
 *
 * Before that it hides leads; after it, nothing tells which ones to call first.
 */
export const scoringAgainstStage = projectRule('C8113', ({ declared, scorings, scoringsComplete, report }) => {
  const stage = declared.workspace?.companyStage;
  if (stage === undefined || !scoringsComplete) return;
  const [scoring] = scorings;
  const labels = [{ span: stage.span, text: 'the company stage' }];
  if (stage.value === 'early' && scoring !== undefined) {
    report(scoring.scoring.ready?.span ?? scoring.scoring.span, { stage: stage.value }, { labels });
  }
  if ((stage.value === 'growth' || stage.value === 'mature') && scoring === undefined) report(stage.span, { stage: stage.value });
});
