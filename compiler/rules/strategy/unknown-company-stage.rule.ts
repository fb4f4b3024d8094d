import { nearest, renameFix } from '../../names/nearest.js';
import { projectRule } from '../rule.js';

/** In the order in which a company passes them (domain.md N-05). */
const companyStages = ['early', 'growth', 'mature'];

/** What a company is advised hangs on this word, so one that nobody knows would silence the advice. */
export const unknownCompanyStage = projectRule('C4126', ({ declared, report }) => {
  const stage = declared.workspace?.companyStage;
  if (stage === undefined || companyStages.includes(stage.value)) return;
  const near = nearest(stage.value, companyStages);
  report(stage.span, { ...near, known: companyStages }, { fixes: renameFix(stage.span, near.suggestion) });
});
