import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { bundleRuntime } from "../site/bundle/bundle-runtime.js";
import { darkCode, lightCode } from "./code-theme.js";
import { sidebar } from "./sidebar.js";

// What live code runs on lies beside the pages: nothing is fetched from elsewhere.
const runtime = await bundleRuntime(fileURLToPath(new URL("../public/runtime", import.meta.url)));
const { version } = JSON.parse(
  readFileSync(new URL("../../packages/symplectic-adjoint/package.json", import.meta.url), "utf8"),
);
const repository = "https://github.com/symplectic-adjoint/symplectic-adjoint";
const withoutApi = process.env.DOCS_WITHOUT_API !== undefined;

export default defineConfig({
  title: "symplectic-adjoint",
  description: "Differentiable ODE solvers for TensorFlow.js with exact gradients and small memory",
  // The path under which the site is served, with a slash at both ends: DOCS_BASE=/symplectic-adjoint/.
  base: process.env.DOCS_BASE ?? "/",
  outDir: process.env.DOCS_OUT ?? ".vitepress/dist",
  // The API is written by TypeDoc; the tests of the site do without it.
  srcExclude: ["test/**", "site/**", ...(withoutApi ? ["api/**"] : [])],
  ignoreDeadLinks: withoutApi ? [/^\/api\//] : false,
  vite: {
    // The library's sources: the site needs no build of the packages.
    resolve: { conditions: ["@symplectic-adjoint/source"] },
    define: { __RUNTIME__: JSON.stringify(runtime) },
    build: { chunkSizeWarningLimit: 6000 },
  },
  markdown: { theme: { light: lightCode, dark: darkCode } },
  themeConfig: {
    search: { provider: "local" },
    nav: [
      { text: "Getting started", link: "/getting-started" },
      { text: "Tutorials", link: "/tutorials/" },
      { text: "API", link: "/api/" },
      { text: "Architecture", link: "/contributing/architecture" },
      { text: `v${version}`, link: `${repository}/releases` },
    ],
    sidebar: [...sidebar],
  },
});
