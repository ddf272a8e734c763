// One after the other for each name: fetches into one repository.

const last = new Map<string, Promise<unknown>>();

/** Does the work when all that came before under this name is through, however that ended. */
export async function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = last.get(name) ?? Promise.resolve();
  const mine = before.then(work, work);
  last.set(name, mine);
  return mine;
}
