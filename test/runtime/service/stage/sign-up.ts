/** Says through the ingest API who the leads are, and that the campaign begins for them. */
export async function signUp(
  ingestUrl: string,
  writeKey: string,
  campaign: string,
  userIds: readonly string[],
  traits: (userId: string) => Readonly<Record<string, unknown>> = addressOf,
): Promise<void> {
  await post(
    ingestUrl,
    writeKey,
    userIds.flatMap((userId) => [
      { type: 'identify', userId, traits: traits(userId) },
      { type: 'track', userId, event: 'signed_up', properties: { campaign } },
    ]),
  );
}

export async function track(ingestUrl: string, writeKey: string, userId: string, event: string): Promise<void> {
  await post(ingestUrl, writeKey, [{ type: 'track', userId, event }]);
}

export function addressOf(userId: string): Readonly<Record<string, unknown>> {
  return { email: `${userId}@loopback.example`, first_name: 'Ada' };
}

async function post(ingestUrl: string, writeKey: string, batch: readonly object[]): Promise<void> {
  const response = await fetch(`${ingestUrl}/v1/batch`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${writeKey}:`)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ batch }),
  });
  if (!response.ok) throw new Error(`ingest answered ${response.status}`);
}
