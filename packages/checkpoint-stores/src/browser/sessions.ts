const PREFIX = "symplectic-adjoint-checkpoints-";

/** The lifetime of one device, which other pages of the origin can see. */
export interface Session {
  /** Unique within the origin; names whatever the device stores. */
  readonly name: string;
  end(): void;
}

/** Begins a session. It ends with the page at the latest: a lock tells. */
export async function beginSession(): Promise<Session> {
  const name = `${PREFIX}${uniqueName()}`;
  const locks = locksOf();
  if (locks === undefined) return { name, end() {} };
  let end = () => {};
  await new Promise<void>((resolve, reject) => {
    const held = new Promise<void>((release) => {
      end = release;
    });
    locks
      .request(name, () => {
        resolve();
        return held;
      })
      .catch(reject);
  });
  return { name, end: () => end() };
}

/** Those of some names that belong to sessions which have ended. None if the browser has no locks. */
export async function endedSessions(names: ReadonlyArray<string>): Promise<ReadonlyArray<string>> {
  const locks = locksOf();
  const ours = names.filter((name) => name.startsWith(PREFIX));
  if (locks === undefined || ours.length === 0) return [];
  const { held = [] } = await locks.query();
  const running = new Set(held.map(({ name }) => name));
  return ours.filter((name) => !running.has(name));
}

/** Pages that are not secure have none. */
function locksOf(): LockManager | undefined {
  return navigator.locks as LockManager | undefined;
}

/** Pages that are not secure have no `randomUUID`. */
function uniqueName(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join(
    "",
  );
}
