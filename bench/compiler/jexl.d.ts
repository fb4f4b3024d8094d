declare module 'jexl' {
  const jexl: { compile(expression: string): { evalSync(context: object): unknown } };
  export default jexl;
}
