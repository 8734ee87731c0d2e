import { defineComponent, h, onBeforeUnmount, onMounted, ref, type VNode } from "vue";
import type { FlowAnimation } from "../../site/page/draw-flow.js";

/** The picture of the home page: a solve that runs, with a button that pauses it. */
export const HomeFlow = defineComponent({
  setup() {
    const canvas = ref<HTMLCanvasElement>();
    const playing = ref(false);
    let animation: FlowAnimation | undefined;
    let gone = false;
    const play = (wanted: boolean) => {
      playing.value = wanted;
      animation?.setPlaying(wanted);
    };
    onMounted(async () => {
      const { drawFlow } = await import("../../site/page/draw-flow.js");
      if (gone || canvas.value === undefined) return;
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      animation = drawFlow(canvas.value, still);
      play(!still);
    });
    onBeforeUnmount(() => {
      gone = true;
      animation?.destroy();
    });
    return (): VNode =>
      h("div", { class: "home-flow" }, [
        h("canvas", {
          ref: canvas,
          role: "img",
          "aria-label":
            "A disc of 360 pendulums in the plane of angle and speed, stretched by their motion",
        }),
        h("p", [
          "360 pendulums, one solve per frame. ",
          h(
            "button",
            { type: "button", onClick: () => play(!playing.value) },
            playing.value ? "Pause" : "Play",
          ),
        ]),
      ]);
  },
});
