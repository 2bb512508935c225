"""What `etl doctor` looks at: settings and this machine, then what is reached from it -> findings. Changes nothing."""
