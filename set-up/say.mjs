/** Progress goes to standard error: standard output belongs to the program alone. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** `0:07` */
export function elapsed(startMs) {
  const seconds = Math.round((Date.now() - startMs) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
