/** Who the message was handed over by and for, whatever its own headers say. */
export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
  /** Epoch ms. */
  readonly receivedAt: number;
}

/** Written as headers of our own above the message's, so that one file holds all and stays a valid .eml. */
const names = { from: 'X-Inbox-From', to: 'X-Inbox-To', receivedAt: 'X-Inbox-Received' } as const;

export function withEnvelope(message: Buffer, { from, to, receivedAt }: Envelope): Buffer {
  const lines = [
    `${names.from}: <${from}>`,
    ...to.map((address) => `${names.to}: <${address}>`),
    `${names.receivedAt}: ${new Date(receivedAt).toISOString()}`,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n`), message]);
}

/** Reads back what `withEnvelope` wrote, and gives the other headers beside it. */
export function envelopeOf<H extends { readonly key: string; readonly value: string }>(
  headers: readonly H[],
): { readonly envelope: Envelope; readonly headers: readonly H[] } {
  // Ours stand first: the message may bring headers of the same names.
  const end = headers.findIndex(({ key }) => key === names.receivedAt.toLowerCase()) + 1;
  const ours = headers.slice(0, end);
  const valuesOf = (name: string): readonly string[] =>
    ours.filter(({ key }) => key === name.toLowerCase()).map(({ value }) => value.replaceAll(/^<|>$/g, ''));
  const received = Date.parse(valuesOf(names.receivedAt)[0] ?? '');
  return {
    envelope: {
      from: valuesOf(names.from)[0] ?? '',
      to: valuesOf(names.to),
      receivedAt: Number.isNaN(received) ? 0 : received,
    },
    headers: headers.slice(end),
  };
}
