"""Checks of `etl doctor`: settings and this machine, then what is reached from it -> findings. Changes nothing."""
