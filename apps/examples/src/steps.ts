/** The discretisation of every differentiated solve: the classical Runge–Kutta method with steps of half a year. */
export const STEPS = Object.freeze({ method: "rk4", stepsPerInterval: 2 } as const);
