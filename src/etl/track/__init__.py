"""What an operator looks at: who has reported, who is late, what was returned and why. Reads the marts, changes nothing."""
