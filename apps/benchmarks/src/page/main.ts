import { equippedCases, stockCases } from "../cases/engine-cases.js";
import { engineServices } from "../engines/engine-services.js";
import { browserEngines } from "./browser-engines.js";

// A page with one engine, ?engine=NAME; with &stock the unmodified one. The browser's driver calls `ask`.

declare const location: { readonly search: string };

const parameters = new URLSearchParams(location.search);
const stock = parameters.has("stock");
const services = engineServices(
  () => {
    const name = parameters.get("engine") ?? "";
    const activate = browserEngines[name];
    if (activate === undefined) throw new Error(`The page has no engine ${name}.`);
    return activate(stock);
  },
  stock ? stockCases : equippedCases,
  undefined,
);

Object.assign(globalThis, {
  ask: (method: keyof typeof services, args: ReadonlyArray<never>) =>
    (services[method] as (...given: ReadonlyArray<never>) => unknown)(...args),
});
