import { existsSync } from "node:fs";

/** The Chromium that CHROMIUM names, else one where Debian or Google installs it. @throws Error where there is none. */
export function findChromium(named: string | undefined = process.env.CHROMIUM): string {
  const candidates = named ? [named] : ["/usr/bin/chromium", "/usr/bin/google-chrome"];
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined)
    throw new Error("no Chromium found: set CHROMIUM, or apt-get install chromium");
  return found;
}
