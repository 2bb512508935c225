"""Questions of an operator beyond a night: takes what the warehouse keeps, advises, changes nothing."""
