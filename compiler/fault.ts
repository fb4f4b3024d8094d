/** A fault of ours, with the file that was worked on when it came up. */
class FaultAt extends Error {
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super(`at ${file}`, { cause });
    this.name = 'FaultAt';
    this.file = file;
  }
}

/**
 * Does a piece of work for one file.
 *
 * @throws what `work` throws, in a wrapping that `faultOf` opens
 */
export function workingOn<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw wrapping(file, error);
  }
}

/** As `workingOn`, for work that takes time. */
export async function workingLongOn<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw wrapping(file, error);
  }
}

/** What was thrown, and at which file where that is known. */
export function faultOf(error: unknown): { readonly file: string | undefined; readonly cause: unknown } {
  return error instanceof FaultAt ? { file: error.file, cause: error.cause } : { file: undefined, cause: error };
}

/** The innermost file is the one to look at. */
function wrapping(file: string, error: unknown): Error {
  return error instanceof FaultAt ? error : new FaultAt(file, error);
}
