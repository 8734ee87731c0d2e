/** An element of an SVG file, and the text right inside it. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** Reads a well-formed SVG; an element that is not closed, or closed out of turn, is an error. */
export function svgElements(svg: string): ReadonlyArray<SvgElement> {
  const all: Array<SvgElement> = [];
  const open: Array<SvgElement> = [];
  for (const [, closing, name = "", rest = "", empty, text = ""] of svg.matchAll(
    /<(\/?)([\w:]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>([^<]*)/g,
  )) {
    if (closing) {
      const last = open.pop();
      if (last?.name !== name) throw new Error(`</${name}> closes <${last?.name}>.`);
      continue;
    }
    const pairs = [...rest.matchAll(/([\w:-]+)="([^"]*)"/g)];
    const attributes = Object.fromEntries(pairs.map(([, key = "", value = ""]) => [key, value]));
    const element = { name, attributes, text: text.trim() };
    all.push(element);
    if (!empty) open.push(element);
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)?.name}> is not closed.`);
  return all;
}
