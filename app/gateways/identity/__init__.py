"""認証: tokens and keys, and the people of the demo. Must not know: what a person may do."""
