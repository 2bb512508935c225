"""Child processes: who reads files and judges reports beside the parent, and how answers travel."""
