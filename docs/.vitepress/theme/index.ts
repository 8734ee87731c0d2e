import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { LiveCode } from "./live-code.js";
import "./style.css";

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component("LiveCode", LiveCode);
  },
} satisfies Theme;
