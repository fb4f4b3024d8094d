/** Nothing was accepted: the mailboxes of this domain take nothing just now, those of others may. */
export class DomainDeferred extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DomainDeferred';
  }
}
