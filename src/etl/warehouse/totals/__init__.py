"""Totals of submissions: what each sums to, once and for ever."""
