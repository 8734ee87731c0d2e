import { existsSync, readFileSync } from "node:fs";
import { type DefaultTheme, defineConfig } from "vitepress";

/** TypeDoc writes it. Without it, as with `pnpm docs:dev` in a fresh clone, the API is missing, not the site. */
function apiSidebar(): Array<DefaultTheme.SidebarItem> {
  const file = new URL("../api/typedoc-sidebar.json", import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
}

export default defineConfig({
  title: "symplectic-adjoint",
  description: "Differentiable ODE solvers for TensorFlow.js with exact gradients and small memory",
  srcExclude: ["test/**"],
  themeConfig: {
    search: { provider: "local" },
    nav: [
      { text: "Getting started", link: "/getting-started" },
      { text: "API", link: "/api/" },
      { text: "Architecture", link: "/contributing/architecture" },
    ],
    sidebar: [
      {
        text: "Guide",
        items: [
          { text: "Getting started", link: "/getting-started" },
          { text: "Writing f", link: "/writing-f" },
          { text: "Outputs", link: "/outputs" },
          { text: "Gradients for times", link: "/times" },
          { text: "Events", link: "/events" },
          { text: "Memory", link: "/memory" },
          { text: "Engines", link: "/engines" },
          { text: "Checkpoint schedules", link: "/schedules" },
          { text: "Past one core", link: "/parallel" },
          { text: "Extending", link: "/extending" },
          { text: "Coming from other libraries", link: "/migrating" },
          { text: "Bundlers, Jest, CommonJS, import maps", link: "/using-it-with" },
        ],
      },
      {
        text: "Contributing",
        items: [
          { text: "Architecture", link: "/contributing/architecture" },
          { text: "Life of a step", link: "/contributing/life-of-a-step" },
        ],
      },
      { text: "API", link: "/api/", collapsed: true, items: apiSidebar() },
    ],
  },
});
