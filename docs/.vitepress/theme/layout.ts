import { useData } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { defineComponent, h, type VNode, watch } from "vue";
import { HomeFlow } from "./home-flow.js";

/** The default layout, with the picture of the home page, which lacks a main landmark. */
export const Layout = defineComponent({
  setup() {
    const { frontmatter } = useData();
    watch(
      () => frontmatter.value.layout,
      (layout) => {
        if (import.meta.env.SSR) return;
        const content = document.getElementById("VPContent");
        if (layout === "home") content?.setAttribute("role", "main");
        else content?.removeAttribute("role");
      },
      { immediate: true, flush: "post" },
    );
    return (): VNode => h(DefaultTheme.Layout, null, { "home-hero-image": () => h(HomeFlow) });
  },
});
