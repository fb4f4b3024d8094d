/**
 * Tries until it is done, while the store is away for a moment: what the other side has answered
 * would else be forgotten, and the next attempt could not know.
 *
 * @throws what the last try threw, once `limitMs` are over
 */
export async function insist(write: () => Promise<void>, limitMs: number): Promise<void> {
  const until = Date.now() + limitMs;
  for (let pauseMs = 100; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await write();
    } catch (error) {
      if (Date.now() + pauseMs > until) throw error;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, pauseMs);
    });
  }
}

const longestPauseMs = 1_000;
