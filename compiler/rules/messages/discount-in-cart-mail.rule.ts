import { createReport } from '../../../grammar/diagnostics/code.js';
import { readFrontMatter } from '../../templates/front-matter.js';
import { templateCodes } from '../../templates/template-codes.js';
import { cartMails, layoutsOf } from './cart-mail.js';
import { campaignRule } from '../rule.js';

/** Only a test that was won shows that a discount brings more than it gives away (domain.md K-24, E-05). */
export const discountInCartMail = campaignRule('C5108', ({ campaign, declared, report }) => {
  const [first, ...later] = cartMails(campaign);
  // In the first mail it is an error of its own, wherever else the template is sent.
  const taken = new Set(first === undefined ? [] : layoutsOf(campaign, first, declared));
  for (const step of later) {
    for (const source of layoutsOf(campaign, step, declared)) {
      if (taken.has(source)) continue;
      taken.add(source);
      // What is wrong with the front matter itself is said where the template is compiled.
      const discount = readFrontMatter(source, createReport(templateCodes))?.values.discount;
      if (discount !== undefined) report(discount.span, { step: step.id.value, discount: discount.text });
    }
  }
});
