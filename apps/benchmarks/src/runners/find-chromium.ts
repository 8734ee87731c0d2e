import { existsSync } from "node:fs";

/** The Chromium named by CHROMIUM, else one at the paths of Debian or Google; undefined if there is none. */
export function findChromium(named: string | undefined = process.env.CHROMIUM): string | undefined {
  const candidates = named ? [named] : ["/usr/bin/chromium", "/usr/bin/google-chrome"];
  return candidates.find((path) => existsSync(path));
}
