import type { CampaignAst } from '../../../grammar/ast/campaign.js';
import type { Around } from '../around.js';
import { graphOf } from '../chart/edges.js';
import { explainCampaign } from '../explain-campaign.js';
import { flowChartOf } from '../chart/flow-chart.js';
import { printMermaid } from './print-mermaid.js';
import { printSvg } from './print-svg.js';
import type { TextOptions } from './print-text.js';
import { printText } from './print-text.js';

export type ExplainFormat = 'text' | 'mermaid' | 'svg' | 'json';

type Printer = (campaign: CampaignAst, around: Around, options: TextOptions) => string;

/** Every form in which a campaign can be read back; colour and width are for the text alone. */
export const printCampaign: Readonly<Record<ExplainFormat, Printer>> = {
  text: (campaign, around, options) => printText(explainCampaign(campaign, around), options),
  mermaid: (campaign, around) => printMermaid(flowChartOf(campaign, around)),
  svg: (campaign, around) => printSvg(flowChartOf(campaign, around)),
  json: (campaign, around) => {
    const chart = flowChartOf(campaign, around);
    const { boxes, edges } = graphOf(chart);
    const { atAnyMoment } = chart;
    return `${JSON.stringify({ version: 1, ...explainCampaign(campaign, around), graph: { atAnyMoment, boxes, edges } }, null, 2)}\n`;
  },
};
