/** The methods that estimate their error. */
export const adaptiveMethods = ["dopri8", "dopri5", "bosh3", "fehlberg2", "adaptiveHeun"] as const;

/** All nine. */
export const methods = [...adaptiveMethods, "rk38", "rk4", "midpoint", "euler"] as const;
