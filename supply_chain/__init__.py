"""Supply chain: the locked packages, their licences and known weaknesses. No part of the program; run by make."""
