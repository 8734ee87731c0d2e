/**
 * The state of an integration as backends see it: the leaves of the user's tree, in order. Only the backend that
 * created an array may modify it.
 */
export type State<A> = ReadonlyArray<A>;
