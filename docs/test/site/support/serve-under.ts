import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Serves a folder under a path, as a static host does: files, index.html for folders, and .html left out. */
export async function serveUnder(
  base: string,
  folder: string,
): Promise<{ readonly address: string; readonly server: Server }> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    // Browsers ask for it unasked.
    if (pathname === "/favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    const path = pathname.startsWith(base) ? pathname.slice(base.length) : "/outside";
    const name = path === "" || path.endsWith("/") ? `${path}index.html` : path;
    for (const file of [name, `${name}.html`]) {
      const body = await readFile(join(folder, file)).catch(() => undefined);
      if (body === undefined) continue;
      response.writeHead(200, { "Content-Type": types[extname(file)] ?? "text/plain" });
      response.end(body);
      return;
    }
    response.writeHead(404, { "Content-Type": "text/plain" }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}${base}`, server };
}
