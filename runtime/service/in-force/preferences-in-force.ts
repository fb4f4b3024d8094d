import type { WorkspacePlan } from '../../../compiler/plan/ir.js';
import type { Wishes } from '../../engine/gate/wishes.js';
import { afterWish, wishIn } from '../../engine/gate/wishes.js';
import type { Preferences } from '../../ingest/mail/preference-routes.js';
import { consentsOf } from '../../store/facts/consents.js';
import { wishWordsOf } from '../../store/facts/wishes.js';
import type { Database } from '../../store/database.js';

/** What a lead gets by topic, as the gate would say: its own word, else what the topic starts with; and how often. */
export function preferencesOf(db: Database, workspace: () => WorkspacePlan | undefined): Preferences {
  return {
    async read(userId, now) {
      const topics = workspace()?.topics;
      const [consents, words] = await Promise.all([consentsOf(db, userId), wishWordsOf(db, userId)]);
      if (topics === undefined || consents === undefined) return undefined;
      const { weekly = false, pausedUntil = 0 } = words.reduce<Wishes>((wishes, { properties, at }) => afterWish(wishes, wishIn(properties), at), {});
      return {
        topics: Object.entries(topics).map(([name, { title, opt }]) => {
          const said = consents.get(name) ?? consents.get('*');
          return { name, title, wanted: said ?? opt === 'out' };
        }),
        often: { weekly, paused: now < pausedUntil },
      };
    },
  };
}
