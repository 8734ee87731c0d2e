import { solve } from "symplectic-adjoint/float64";

/** An animation that can be paused. */
export interface FlowAnimation {
  setPlaying(playing: boolean): void;
  destroy(): void;
}

const POINTS = 360;
/** Time of the pendulums per frame. */
const STEP = 1 / 40;
/** The part of the phase plane that is shown: |q| ≤ π, |p| ≤ 2.4. */
const [WIDTH, HEIGHT] = [Math.PI, 2.4];

/** q' = p, p' = −sin q for all points at once: first all q, then all p. */
function pendulums(_t: number, y: Float64Array): Float64Array {
  const slopes = new Float64Array(y.length);
  for (let i = 0; i < POINTS; i++) {
    slopes[i] = y[POINTS + i] as number;
    slopes[POINTS + i] = -Math.sin(y[i] as number);
  }
  return slopes;
}

/** A disc of the phase plane, in a sunflower's order, which covers it evenly. */
function disc(): Float64Array {
  const y = new Float64Array(2 * POINTS);
  for (let i = 0; i < POINTS; i++) {
    const radius = 0.95 * Math.sqrt((i + 0.5) / POINTS);
    const angle = i * Math.PI * (3 - Math.sqrt(5));
    y[i] = radius * Math.cos(angle);
    y[POINTS + i] = 1.05 + radius * Math.sin(angle);
  }
  return y;
}

const advance = (y: Float64Array, time: number, steps: number): Float64Array =>
  solve(pendulums, y, [0, time], {
    method: "rk4",
    stepsPerInterval: steps,
    saveStart: false,
    differentiate: false,
  }).ys;

/**
 * A disc of pendulums under their flow, which stretches and folds it and keeps its area: one solve for each frame. For readers
 * who prefer less motion, a picture of it after six seconds.
 */
export function drawFlow(canvas: HTMLCanvasElement, still: boolean): FlowAnimation {
  const context = canvas.getContext("2d");
  let state = still ? advance(disc(), 6, 240) : disc();
  let playing = false;
  let frame = 0;
  let visible = true;

  function draw(): void {
    if (context === null) return;
    const scale = devicePixelRatio;
    const { clientWidth: width, clientHeight: height } = canvas;
    if (canvas.width !== Math.round(width * scale)) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
    }
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    const style = getComputedStyle(canvas);
    const colours = [1, 2, 3].map((i) => style.getPropertyValue(`--live-curve-${i}`));
    const radius = Math.max(1.5, width / 200);
    for (let i = 0; i < POINTS; i++) {
      const turns = Math.round((state[i] as number) / (2 * Math.PI));
      const q = (state[i] as number) - turns * 2 * Math.PI;
      const x = (0.5 + q / (2 * WIDTH)) * width;
      const y = (0.5 - (state[POINTS + i] as number) / (2 * HEIGHT)) * height;
      context.globalAlpha = 0.85;
      context.fillStyle = colours[Math.floor((3 * i) / POINTS)] ?? "";
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
    }
  }

  function tick(): void {
    frame = 0;
    if (!playing || !visible) return;
    state = advance(state, STEP, 1);
    draw();
    frame = requestAnimationFrame(tick);
  }
  const wake = () => {
    if (frame === 0 && playing && visible) frame = requestAnimationFrame(tick);
  };
  const sight = new IntersectionObserver(([entry]) => {
    visible = entry?.isIntersecting ?? true;
    wake();
  });
  sight.observe(canvas);
  const size = new ResizeObserver(draw);
  size.observe(canvas);
  const mode = new MutationObserver(draw);
  mode.observe(document.documentElement, { attributeFilter: ["class"] });
  draw();
  return {
    setPlaying(wanted) {
      playing = wanted;
      wake();
    },
    destroy() {
      playing = false;
      cancelAnimationFrame(frame);
      for (const observer of [sight, size, mode]) observer.disconnect();
    },
  };
}
