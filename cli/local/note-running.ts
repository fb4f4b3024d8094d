import { recordOf } from '../../runtime/servers/processes/process-table.js';
import { writeState } from '../../runtime/servers/state-file.js';
import type { Stage } from '../../runtime/service/stage.js';

export interface Running {
  readonly stage: Stage;
  readonly ingestUrl: string;
  readonly writeKey: string;
  readonly dataFolder: string;
}

/** Leaves word of what runs here, by which the other commands find it. */
export function noteRunning(repository: string, { stage, ingestUrl, writeKey, dataFolder }: Running): void {
  const { temporalUi, databaseUrl, temporalAddress, inboxFolder, smtpPort, servers } = stage;
  writeState(repository, {
    owner: recordOf(process.pid),
    servers,
    databaseUrl,
    temporalAddress,
    ...(temporalUi === undefined ? {} : { temporalUi }),
    ingestUrl,
    writeKey,
    inboxFolder,
    smtpPort,
    dataFolder,
  });
}
