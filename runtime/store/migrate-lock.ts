/** Any fixed number: who migrates holds the advisory lock of this name, and who begins to restore asks for it. */
export const migrateLock = 7_368_611;
