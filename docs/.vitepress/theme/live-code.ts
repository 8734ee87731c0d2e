import { withBase } from "vitepress";
import { defineComponent, h, onBeforeUnmount, onMounted, ref, type VNode } from "vue";
import type { Runtime } from "../../site/bundle/bundle-runtime.js";

/** Set when the site is built: see config.ts. */
declare const __RUNTIME__: Runtime;

/** The code of the tutorials, by the paths of their files. */
const codes = import.meta.glob<string>("../../tutorials/code/*.js", {
  query: "?raw",
  import: "default",
});

/**
 * `<LiveCode name="spiral">`: the code of a tutorial in an editor, with controls and pictures. What is between the tags, the
 * code as text, is shown until the editor is there, and where there is no JavaScript. Without a name it is the code in the
 * address: `?name=spiral`, or `#…` for code that a reader has edited.
 */
export const LiveCode = defineComponent({
  props: { name: String },
  setup(props, { slots }) {
    const host = ref<HTMLElement>();
    const mounted = ref(false);
    let unmount: (() => void) | undefined;
    let gone = false;

    onMounted(async () => {
      const { mountLive } = await import("../../site/page/mount-live.js");
      const name = props.name ?? new URLSearchParams(location.search).get("name") ?? "spiral";
      const code = await codeOf(name, props.name === undefined ? location.hash.slice(1) : "");
      if (gone || host.value === undefined) return;
      const address = (path: string) => new URL(withBase(path), location.origin).href;
      unmount = mountLive(host.value, {
        code,
        alone: address(`/live.html?name=${encodeURIComponent(name)}`),
        worker: address(`/runtime/${__RUNTIME__.worker}`),
        modules: Object.fromEntries(
          Object.entries(__RUNTIME__.modules).map(([module, file]) => [
            module,
            address(`/runtime/${file}`),
          ]),
        ),
      });
      mounted.value = true;
    });
    onBeforeUnmount(() => {
      gone = true;
      unmount?.();
    });

    return (): VNode =>
      h("section", { class: "live", "aria-label": "Live code" }, [
        mounted.value ? undefined : slots.default?.(),
        h("div", { ref: host }),
      ]);
  },
});

async function codeOf(name: string, packed: string): Promise<string> {
  const { unpackCode } = await import("../../site/page/share.js");
  if (packed !== "") return unpackCode(packed).catch(() => "// The address holds no code.\n");
  const load = codes[`../../tutorials/code/${name}.js`];
  return load === undefined ? `// There is no tutorial "${name}".\n` : load();
}
