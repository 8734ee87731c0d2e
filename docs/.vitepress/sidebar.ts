import { existsSync, readFileSync } from "node:fs";
import type { DefaultTheme } from "vitepress";

/** TypeDoc writes it. Without it, as with `pnpm docs:dev` in a fresh clone, the API is missing, not the site. */
function apiSidebar(): Array<DefaultTheme.SidebarItem> {
  const file = new URL("../api/typedoc-sidebar.json", import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
}

/** The pages of the site, in the order in which they are read. */
export const sidebar: ReadonlyArray<DefaultTheme.SidebarItem> = [
  {
    text: "Start",
    items: [
      { text: "From npm to a trained model", link: "/first-model" },
      { text: "Getting started", link: "/getting-started" },
      { text: "Coming from other libraries", link: "/migrating" },
      { text: "Comparison", link: "/comparison" },
      { text: "Experiments", link: "/experiments" },
      { text: "Bundlers, Jest, CommonJS, import maps", link: "/using-it-with" },
    ],
  },
  {
    text: "Tutorials",
    items: [
      { text: "All tutorials", link: "/tutorials/" },
      { text: "A spiral", link: "/tutorials/spiral" },
      { text: "Lynx and hare", link: "/tutorials/lynx-and-hare" },
      { text: "A normalizing flow", link: "/tutorials/cnf" },
      { text: "A pendulum by its energy", link: "/tutorials/pendulum" },
      { text: "A latent ODE", link: "/tutorials/latent-ode" },
      { text: "Solitons", link: "/tutorials/kdv" },
      { text: "A bouncing ball", link: "/tutorials/bouncing-ball" },
    ],
  },
  {
    text: "Choose",
    items: [
      { text: "A method", link: "/choosing-a-method" },
      { text: "A gradient", link: "/choosing-a-gradient" },
      { text: "Tolerances in float32", link: "/tolerances" },
      { text: "Engines", link: "/engines" },
    ],
  },
  {
    text: "Guide",
    items: [
      { text: "Writing f", link: "/writing-f" },
      { text: "Compiled f", link: "/compiled" },
      { text: "Randomness in f", link: "/randomness" },
      { text: "Outputs", link: "/outputs" },
      { text: "Gradients for times", link: "/times" },
      { text: "Events", link: "/events" },
      { text: "Memory", link: "/memory" },
      { text: "Checkpoint schedules", link: "/schedules" },
      { text: "Performance", link: "/performance" },
      { text: "Past one core", link: "/parallel" },
      { text: "Extending", link: "/extending" },
    ],
  },
  {
    text: "When something goes wrong",
    items: [
      { text: "Stiff, failing and diverging solves", link: "/failing-solves" },
      { text: "Testing your gradient", link: "/testing-gradients" },
      { text: "Error codes", link: "/errors" },
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
];
