import { existsSync } from "node:fs";

/** The Chromium that CHROMIUM names, else one where Debian or Google installs it; undefined where there is none. */
export function findChromium(named: string | undefined = process.env.CHROMIUM): string | undefined {
  const candidates = named ? [named] : ["/usr/bin/chromium", "/usr/bin/google-chrome"];
  return candidates.find((path) => existsSync(path));
}
