import type { Client } from '@temporalio/client';
import { ValueError } from '@temporalio/common';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy, WorkflowNotFoundError } from '@temporalio/client';

/**
 * What Temporal remembers for the database: how far it had counted. It is the memo of an execution
 * that nobody ever works on; the latest takes the place of the one before.
 */
export interface Memory {
  /** Undefined where nothing is remembered of it. @throws PayloadsUnreadable */
  recall(incarnation: string): Promise<number | undefined>;
  remember(incarnation: string, beat: number): Promise<void>;
}

/** Temporal holds what was written with a payload codec, and this process has none that reads it. */
export class PayloadsUnreadable extends Error {
  constructor(reason: string) {
    super(`What Temporal holds cannot be read here: ${reason}`);
    this.name = 'PayloadsUnreadable';
  }
}

const queue = 'perennial-memory';

export function createMemory(client: Client): Memory {
  return {
    async recall(incarnation) {
      try {
        const { memo } = await client.workflow.getHandle(nameOf(incarnation)).describe();
        const beat = memo?.['beat'];
        return typeof beat === 'number' ? beat : undefined;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return undefined;
        if (error instanceof ValueError) throw new PayloadsUnreadable(error.message);
        throw error;
      }
    },
    async remember(incarnation, beat) {
      await client.workflow.start('perennial.memory', {
        taskQueue: queue,
        workflowId: nameOf(incarnation),
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.TERMINATE_EXISTING,
        memo: { beat },
      });
    },
  };
}

function nameOf(incarnation: string): string {
  return `perennial-memory-${incarnation}`;
}
