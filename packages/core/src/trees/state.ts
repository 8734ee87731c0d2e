/**
 * The state of an integration as backends see it: the leaves of the user's tree, in order.
 * Arrays are immutable to everyone but the backend that made them.
 */
export type State<A> = ReadonlyArray<A>;
