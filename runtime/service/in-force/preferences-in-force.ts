import type { WorkspacePlan } from '../../../compiler/plan/ir.js';
import type { Preferences } from '../../ingest/mail/preference-routes.js';
import { consentsOf } from '../../store/facts/consents.js';
import type { Database } from '../../store/database.js';

/** What a lead gets by topic, as the gate would say: its own word, else what the topic starts with. */
export function preferencesOf(db: Database, workspace: () => WorkspacePlan | undefined): Preferences {
  return {
    async read(userId) {
      const topics = workspace()?.topics;
      const consents = await consentsOf(db, userId);
      if (topics === undefined || consents === undefined) return undefined;
      return Object.entries(topics).map(([name, { title, opt }]) => {
        const said = consents.get(name) ?? consents.get('*');
        return { name, title, wanted: said ?? opt === 'out' };
      });
    },
  };
}
