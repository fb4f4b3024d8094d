/** What an author of a plug-in wrote and we cannot take; thrown when it is defined. */
export class PluginError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PluginError';
  }
}
