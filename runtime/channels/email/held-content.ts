import { Readable } from 'node:stream';

/**
 * A message whose end is held back: the content flows at once, and only when `beforeEnd` has
 * resolved does the stream end, which is what makes the SMTP client send the final dot.
 *
 * `ending` is called in the same turn as the end, so whoever keeps it knows on which side of the
 * dot a failure lies. When `beforeEnd` rejects the stream is destroyed with that error.
 */
export function heldContent(content: Buffer, beforeEnd: () => Promise<void>, ending: () => void): Readable {
  let written = false;
  return new Readable({
    // Nothing is read ahead: the second read comes only after the content was taken.
    highWaterMark: 0,
    read() {
      if (!written) {
        written = true;
        this.push(content);
        return;
      }
      // One turn later, so that the content has passed the pipe and stands in the socket.
      setImmediate(() => {
        if (this.destroyed) return;
        hold(beforeEnd).then(
          () => {
            if (this.destroyed) return;
            ending();
            this.push(null);
          },
          (reason: unknown) => {
            this.destroy(reason instanceof Error ? reason : new Error('the hand-over was given up'));
          },
        );
      });
    },
  });
}

async function hold(beforeEnd: () => Promise<void>): Promise<void> {
  await beforeEnd();
}
