"""Rules as data: what may be found wrong in what a county sends, how much it weighs, and every sentence said about it."""
