import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { Layout } from "./layout.js";
import { LiveCode } from "./live-code.js";
import "./style.css";

export default {
  extends: DefaultTheme,
  Layout,
  enhanceApp({ app }) {
    app.component("LiveCode", LiveCode);
  },
} satisfies Theme;
