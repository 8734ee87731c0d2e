// Checks every link and anchor of the built site, API included: `node site/api/check-links.mjs .vitepress/dist`. Reading files takes
// seconds where a crawler takes minutes: each of hundreds of pages of the API links all others.

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(process.argv[2] ?? ".vitepress/dist");
const files = readdirSync(root, { recursive: true, encoding: "utf8" });
const pages = files.filter((file) => file.endsWith(".html"));
const text = (escaped) =>
  escaped.replaceAll("&amp;", "&").replaceAll("&#39;", "'").replaceAll("&quot;", '"');
const valuesOf = (html, pattern) =>
  new Set([...html.matchAll(pattern)].map(([, value]) => text(value)));

const anchors = new Map();
const links = new Map();
for (const page of pages) {
  const html = readFileSync(join(root, page), "utf8");
  anchors.set(page, valuesOf(html, /\s(?:id|name)="([^"]*)"/g));
  links.set(page, valuesOf(html, /\s(?:href|src)="([^"]*)"/g));
}

/** What is wrong with a link, if anything. Links to other sites are not followed. */
function fault(page, link) {
  const url = new URL(link, new URL(page, "file:///"));
  if (url.protocol !== "file:") return undefined;
  const path = decodeURIComponent(url.pathname).slice(1);
  const candidates = [path, `${path}.html`, join(path, "index.html")];
  const file = candidates.find((name) => {
    const place = join(root, name);
    return existsSync(place) && statSync(place).isFile();
  });
  if (file === undefined) return "leads nowhere";
  const anchor = decodeURIComponent(url.hash.slice(1));
  if (anchor === "" || !anchors.has(file) || anchors.get(file).has(anchor)) return undefined;
  return `has no anchor in ${file}`;
}

let count = 0;
const faults = [];
for (const [page, found] of links) {
  for (const link of found) {
    count++;
    const wrong = fault(page, link);
    if (wrong !== undefined) faults.push(`${page}: ${link} ${wrong}`);
  }
}
for (const line of faults) process.stderr.write(`${line}\n`);
process.stdout.write(`${count} links in ${pages.length} pages, ${faults.length} dead.\n`);
if (faults.length > 0 || count === 0) process.exitCode = 1;
